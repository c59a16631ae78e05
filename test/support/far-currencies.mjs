import { DOJO_PROFILE } from '../../dist/src/gateways/dojo/dojo.profile.js';

/** Preloaded into a process under test: none of the providers takes a currency without decimals, or with three. */
DOJO_PROFILE.currencies.push('JPY', 'KWD');
