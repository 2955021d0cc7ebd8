# TwoPhase: `make demo` runs the demonstration to a report, `make test` runs every test, `make data` fetches the digits.
# All install the Debian packages that are missing first.
SHELL := /bin/bash
APT_PACKAGES := liblapacke-dev libopenblas-dev libsleef-dev libzip-dev zlib1g-dev libsqlite3-dev libjs-dygraphs gnuplot-nox pkg-config
# Without debug information a clean build is a tenth faster; functions keep their names in backtraces.
SWIFT_BUILD := swift build -c release -debug-info-format none
DEMO_OUTPUT ?= demo-report

.PHONY: all build demo data test tests-built lemma-pages bench format lint deps clean

all: build

# Tests also run the NumPy example, open the HTML pages in a browser, read event files back with tensorboard and start a Slurm.
test: APT_PACKAGES += python3 python3-numpy python3-venv librandom123-dev chromium chromium-driver python3-selenium poppler-utils slurm-wlm munge

# Installs only what is missing; does nothing when all are there.
deps:
	@missing=(); \
	for p in $(APT_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || missing+=($$p); \
	done; \
	if [ $${#missing[@]} -gt 0 ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing $${missing[*]}"; \
	  $$sudo apt-get update -qq && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}"; \
	fi
	@command -v swift >/dev/null || { echo "swift is not on the PATH: install Swift 6 from https://swift.org/install" >&2; exit 69; }

build: deps
	$(SWIFT_BUILD) --product twophase

demo: build
	.build/release/twophase run --output $(DEMO_OUTPUT)

# tensorboard, which tests read event files back with.
TENSORBOARD_VENV := .build/tensorboard-venv
$(TENSORBOARD_VENV): APT_PACKAGES += python3 python3-numpy python3-venv
$(TENSORBOARD_VENV): Tests/TensorBoard/requirements.txt | deps
	rm -rf $@
	/usr/bin/python3 -m venv --system-site-packages $@
	$@/bin/pip install --quiet --no-deps --disable-pip-version-check -r $< || { rm -rf $@; exit 69; }
	touch $@

# The digits data set, which classification experiments and their tests read: taken out of scikit-learn's wheel, which is
# not installed. Nothing is done when it is there.
SCIKIT_LEARN := scikit-learn==1.5.2
DIGITS := data/digits-labels.npy
DIGITS_WORK := .build/digits
data: $(DIGITS)
$(DIGITS): APT_PACKAGES += python3 python3-numpy python3-venv
$(DIGITS): | deps
	@rm -rf $(DIGITS_WORK); mkdir -p $(DIGITS_WORK)
	/usr/bin/python3 -m venv $(DIGITS_WORK)/venv
	$(DIGITS_WORK)/venv/bin/pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
	  -d $(DIGITS_WORK) $(SCIKIT_LEARN) || { rm -rf $(DIGITS_WORK); exit 69; }
	/usr/bin/python3 Tests/Data/make_digits.py $(DIGITS_WORK)/scikit_learn-*.whl $(@D)
	@rm -rf $(DIGITS_WORK)

# What is tested is optimised, in the same build folder as the program: the numerics are the ones a user runs.
tests-built: deps
	$(SWIFT_BUILD) --build-tests

# What the tests read is fetched while they are built.
test: deps
	@$(MAKE) --no-print-directory -j3 tests-built data $(TENSORBOARD_VENV)
	@set -o pipefail; swift test -c release --skip-build 2>&1 | tee .build/tests.log || \
	  { status=$$?; echo "what failed, again:"; grep -a '✘' .build/tests.log; exit $$status; }

# The pages of docs/lemmas, from the definitions and a test of each lemma, with their figures.
lemma-pages: APT_PACKAGES += gnuplot-nox
lemma-pages: build
	.build/release/twophase lemmas pages docs/lemmas --ascents 4
	@mkdir -p docs/lemmas/images; set -e; for data in docs/lemmas/data/*.csv; do \
	  id=$$(basename $$data .csv); [ $$id != search-against-sampling ] || continue; \
	  gnuplot -e "id='$$id'; kind='$$(head -1 $$data | cut -c3-)'" docs/lemmas/figures.gp; \
	done

# Ours against numpy, torch and jax in turn, and how it scales: make bench BENCH_ARGS="--quick" for a short look.
# torch.compile builds its kernels with g++ against Python's headers.
bench: APT_PACKAGES += g++ python3 python3-dev python3-venv gnuplot-nox
bench: build
	python3 Benchmarks/run_benchmarks.py $(BENCH_ARGS)

format:
	swift format --in-place --recursive Sources Tests Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

clean:
	rm -rf .build
