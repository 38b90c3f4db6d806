# Every target sets up what it needs first; the logic is in tools/. `make help` lists the targets.

PYTHON ?= python3
ARGS ?=
SETUP = $(PYTHON) -m tools.setup
# Where the machine's own ROS is used, the interfaces built for it come into the shell here.
IN_ROS = test ! -f build/ros/install/local_setup.sh || . build/ros/install/local_setup.sh;

.DEFAULT_GOAL := help
.PHONY: help python setup setup-test demo test faults check bench models lock clean

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

python:
	@command -v $(PYTHON) > /dev/null || { echo "Set-up stopped: missing: $(PYTHON). Install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3 python3-venv python3-dev)"; exit 1; }

setup: python ## Make the environment: packages, ROS interfaces, front end
	@$(SETUP)

setup-test: python
	@$(SETUP) --to test

demo: setup ## Run a resident's morning; ARGS="--headless", "--locale en_GB", "--wav FILE", ...
	@$(IN_ROS) .venv/bin/nabo demo $(ARGS)

test: setup-test ## Run every test; ARGS go to pytest
	@$(IN_ROS) .venv/bin/pytest -n 2 $(ARGS)

faults: setup-test ## Break robot, server and network for a simulated week; a day of it is in `make test`
	@$(IN_ROS) NABO_FAULTS=full .venv/bin/pytest -n 2 tests/faults $(ARGS)

check: setup ## Look at the code: style, types, imports, locks
	@$(IN_ROS) .venv/bin/python -m tools.check

bench: setup ## Measure; figures are told as they come and kept in build/bench.json
	@$(IN_ROS) .venv/bin/python -m bench

models: setup ## Train the speech models anew (PyTorch; an hour)
	@$(SETUP) --to train
	build/training-venv/bin/python -m robot_nodes.speech.training $(ARGS)

lock: setup ## Renew the locks; ARGS="--upgrade" takes newer versions
	.venv/bin/python -m tools.locks $(ARGS)

clean: ## Remove everything that was generated
	rm -rf .venv build care_api/web/node_modules care_api/web/static/vendor .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
