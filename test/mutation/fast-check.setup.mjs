import fc from 'fast-check';

// That a property fails is all there is to know: the smallest example, which takes long to find, is of interest to nobody.
fc.configureGlobal({ endOnFailure: true });
