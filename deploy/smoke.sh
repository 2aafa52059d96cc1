#!/bin/sh
# Deploys both components to the Golem that golem-cli is set up for, runs a program in each language, and
# removes the workers again. Needs golem-cli 1.3 or 1.4 and a running server.
set -eu
cd "$(dirname "$0")/.."

golem app build
golem app deploy --yes

worker=
# A worker is removed whatever became of its run.
trap 'test -z "$worker" || golem worker delete "$worker"' EXIT

# invoke LANGUAGE PROGRAM EXPECTED
invoke() {
    worker="exec:$1/smoke-$$"
    bytes=$(printf '%s' "$2" | od -An -v -tu1 | tr -s ' \n' ',,' | sed 's/^,*//; s/,*$//')
    golem worker new "$worker"
    answer=$(golem worker invoke "$worker" 'golem:exec/executor@1.0.0.{run}' \
        "{kind: $1, version: none}" \
        "[{name: \"main\", content: [$bytes], encoding: none}]" \
        none '[]' '[]' none)
    case $answer in
        *"stdout: \"$3\\n\""*) echo "ok: $1" ;;
        *) echo "FAILED: $1 answered: $answer" >&2; exit 1 ;;
    esac
    golem worker delete "$worker"
    worker=
}

invoke javascript 'console.log(6 * 7)' 42
invoke python 'print("hello")' hello
