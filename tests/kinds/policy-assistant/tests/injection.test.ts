// The test.
