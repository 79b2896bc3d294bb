#!/bin/sh
# The fleet of fleet_test.py, gathered by Ansible, too.
exec python3 "$(dirname "$0")/fleet_test.py" --ansible
