#!/bin/sh
# Half a million random equations, expressions and checks.
HENCE_ROUNDS=400 exec tests/end/differential_test.py
