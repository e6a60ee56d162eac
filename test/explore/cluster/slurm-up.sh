#!/bin/bash
# A Slurm of one machine, without systemd and cgroups, all of it in a folder (configuration, key, state, logs) and on ports of its own, so that
# one which is installed and configured is not touched. As root; Debian: apt-get install -y --no-install-recommends slurm-wlm munge
#   slurm-up.sh up <folder>       starts munged, slurmctld and slurmd; then SLURM_CONF=<folder>/slurm.conf
#   slurm-up.sh slurmd <folder>   starts slurmd again
#   slurm-up.sh down <folder>     ends all jobs and daemons
set -eu
command=$1 folder=$2
export SLURM_CONF=$folder/slurm.conf PATH=$PATH:/usr/sbin

configure() {
  local host cpus memory port
  # Below those that the system gives to connections; two runs at once seldom draw the same.
  port=$((20000 + RANDOM % 6000 * 2))
  host=$(hostname -s) cpus=$(nproc)
  memory=$(($(awk '/MemTotal/{print $2}' /proc/meminfo) / 2048))
  mkdir "$folder/state" "$folder/spool"
  install -d -m 0700 "$folder/munge"
  dd if=/dev/urandom of="$folder/munge/key" bs=1 count=1024 status=none
  chmod 0400 "$folder/munge/key"
  cat >"$SLURM_CONF" <<C
ClusterName=bbsim-test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
MpiDefault=none
ReturnToService=2
SwitchType=switch/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
SlurmctldTimeout=120
SlurmdTimeout=300
KillWait=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
C
  # Read from beside slurm.conf. The plugin is loaded in any case; 22.05 does not know `disabled`.
  printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n' >"$folder/cgroup.conf"
}

up() {
  configure
  # --force: the folder above may belong to everybody.
  munged --force --key-file="$folder/munge/key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
    --log-file="$folder/munged.log" --seed-file="$folder/munged.seed" 2>/dev/null
  slurmctld -c
  slurmd -c
  wait_for idle
}

wait_for() {
  local tries
  for tries in $(seq 100); do
    sinfo --noheader --format=%t 2>/dev/null | grep -q "$1" && return
    sleep 0.2
  done
  echo "the node is not $1 after 20 s:" >&2
  tail -n 20 "$folder"/slurmctld.log "$folder"/slurmd.log >&2
  return 1
}

down() {
  local name pid
  scancel --me 2>/dev/null || true
  for _ in $(seq 50); do
    [ -z "$(squeue --noheader 2>/dev/null)" ] && break
    sleep 0.2
  done
  for name in slurmd slurmctld munged; do
    [ -s "$folder/$name.pid" ] || continue
    pid=$(cat "$folder/$name.pid")
    kill "$pid" 2>/dev/null || continue
    for _ in $(seq 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  done
}

case $command in
  up) up ;;
  slurmd) slurmd ;;
  down) down ;;
esac
