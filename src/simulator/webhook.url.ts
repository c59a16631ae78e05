/**
 * The providers take https only. Plain http is let through for loopback hosts alone, since a locally started application
 * has no TLS; everything else is as strict as they are.
 */
export const LOOPBACK_OR_HTTPS = /^(https:\/\/.|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$))/;
