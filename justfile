# What is done often. `just` alone lists it.
_list:
    @just --list --unsorted

# Everything a change has to pass; what CI runs
ci:
    .ci/run

# All tests; `just test store` for those with a name like that
test *NAME:
    cargo test --locked {{NAME}}

# Negotiate in the terminal: `just play hatchback --seed 7`
play *ARGS:
    cargo run -q --locked -- play {{ARGS}}

# Look at the report pages in Chromium: pictures, prints and findings stay in target/page
look:
    cargo test --locked --test it page
    tests/page/run

# Accept the changed snapshots (needs cargo-insta), then read what changed
bless:
    cargo insta test --accept
    git diff --stat -- '*.snap' tests src
