#!/bin/sh
# The differential test at ten times its usual length.
exec tests/values/differential_test.py 200000
