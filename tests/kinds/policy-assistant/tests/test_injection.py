# The test.
