#!/bin/bash
# Slurm as far as a sweep needs it, on this machine: linked as sbatch, squeue, scancel and sinfo into a folder of PATH. FAKE_SLURM is a folder
# for its state: next (number of the last job), jobs/<task> (name, state and reason of each), calls (what sbatch was given).
# FAKE_DIES="<job>_<task> ..." kills those tasks when they write their first record (killed-at-first-record.mjs); FAKE_HOLD=<file>: tasks wait until it exists;
# FAKE_REFUSES=array|merge; FAKE_SILENT=1: squeue knows nothing.
set -u
jobs=$FAKE_SLURM/jobs
mkdir -p "$jobs"

# Reads a line as sbatch does, as far as these tests go.
directive() { sed -n "s/^#SBATCH --$1=//p" "$script" | sed -e 's/^"\(.*\)"$/\1/' -e 's/\\\(.\)/\1/g' -e 's/%%/%/g'; }

run_task() { # task, script, log
  local task=$1 script=$2 log=$3 state=COMPLETED
  while [ -n "${FAKE_HOLD:-}" ] && [ -e "$jobs" ] && [ ! -e "$FAKE_HOLD" ] && grep -q PENDING "$jobs/$task"; do sleep 0.05; done
  grep -q CANCELLED "$jobs/$task" && return
  echo "$name|RUNNING|None" >"$jobs/$task"
  local fate=''
  case " ${FAKE_DIES:-} " in *" $task "*) fate="--import=$(dirname "$(readlink -f "$0")")/killed-at-first-record.mjs" ;; esac
  NODE_OPTIONS="${NODE_OPTIONS:-} $fate" bash "$script" >>"$log" 2>&1 || state=FAILED
  echo "$name|$state|None" >"$jobs/$task"
}

sbatch() {
  [ "$*" = --version ] && { echo 'slurm 0 (fake)'; return; }
  echo "$*" >>"$FAKE_SLURM/calls"
  local array='' dependency='' word
  for word; do
    case $word in
      --array=*) array=${word#--array=} ;;
      --dependency=*) dependency=${word##*:} ;;
    esac
  done
  script=${!#}
  local kind=array
  [ -n "$dependency" ] && kind=merge
  if [ "${FAKE_REFUSES:-}" = "$kind" ]; then echo "sbatch: error: no $kind jobs today" >&2; return 1; fi
  local id=$(($(cat "$FAKE_SLURM/next" 2>/dev/null || echo 0) + 1))
  echo "$id" >"$FAKE_SLURM/next"
  name=$(directive job-name)
  local log tasks=() range
  log=$(directive output)
  for range in ${array//,/ }; do
    range=${range%\%*}
    for word in $(seq "${range%-*}" "${range#*-}"); do tasks+=("$word"); done
  done
  for word in "${tasks[@]}"; do echo "$name|PENDING|Resources" >"$jobs/${id}_$word"; done
  [ -n "$dependency" ] && echo "$name|PENDING|Dependency" >"$jobs/$id"
  (
    for word in "${tasks[@]}"; do
      part=${log//%A/$id}
      SLURM_ARRAY_TASK_ID=$word run_task "${id}_$word" "$script" "${part//%a/$word}" &
    done
    wait
    if [ -n "$dependency" ]; then
      while grep -qE 'PENDING|RUNNING' "$jobs/${dependency}"_*; do sleep 0.05; done
      run_task "$id" "$script" "${log//%j/$id}"
    fi
  ) >/dev/null 2>&1 </dev/null &
  echo "$id"
}

squeue() {
  [ "$*" = --version ] && { echo 'slurm 0 (fake)'; return; }
  [ -n "${FAKE_SILENT:-}" ] && { echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; return 1; }
  local word ids='' id file found=1
  for word; do case $word in --jobs=*) ids=${word#--jobs=} ;; esac; done
  for id in ${ids//,/ }; do
    for file in "$jobs/$id" "$jobs/$id"_*; do
      [ -e "$file" ] || continue
      echo "${file##*/}|$(cat "$file")"
      found=0
    done
  done
  [ $found = 0 ] || echo 'slurm_load_jobs error: Invalid job id specified' >&2
  return $found
}

scancel() {
  local id file
  for id; do
    for file in "$jobs/$id" "$jobs/$id"_*; do
      [ -e "$file" ] && sed -i 's/PENDING/CANCELLED/' "$file"
    done
  done
}

sinfo() { echo 'main*|0/4/0/4'; }

"${0##*/}" "$@"
