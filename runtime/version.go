package otp

// SupportsGenerated1 is named by generated code, so that code which needs another
// version of this package does not compile.
const SupportsGenerated1 = true
