import TwoPhaseTraining

extension SlurmScript {
  /// The script, a file for bash that `sbatch` takes as it is.
  ///
  /// The program is a child and not the script's own process, so that the script can tell two ends apart. Shortly before the
  /// time limit Slurm sends SIGUSR1 to the script alone, which passes it on as SIGTERM and puts the task into the queue again
  /// when the program says that runs are left. When a task is cancelled, preempted or queued again by others, Slurm sends
  /// SIGTERM to the script and to the program, and the script asks for nothing.
  public var text: String {
    let lines = words.map(Self.directive) + options.others
    return """
      #!/bin/bash
      \(lines.map { "#SBATCH \($0)" }.joined(separator: "\n"))
      set -u
      child= told= limit=no ended=no
      tell() { [ -z "$child" ] || [ -n "$told" ] || { told=yes; kill -TERM "$child"; }; }
      trap 'limit=yes; tell' USR1
      trap 'ended=yes' TERM
      \(command) &
      child=$!
      # The signal may have come before the program was known here.
      [ "$limit" = no ] || tell
      # Not "wait" while signals may come: bash loses the status of a program that ends as a signal interrupts it.
      exec {silence}<> <(:)
      while kill -0 "$child" 2> /dev/null; do read -r -t 0.2 -u "$silence"; done
      trap '' USR1 TERM
      wait "$child"
      status=$?
      # \(Self.unfinishedStatus): the program ended because it was asked to, and has runs left.
      if [ "$status" -eq \(Self.unfinishedStatus) ] && [ "$limit" = yes ] && [ "$ended" = no ]; then
        echo "the time limit is near: task $SLURM_ARRAY_TASK_ID is queued again"
        scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
      fi
      exit "$status"

      """
  }

  private var command: String {
    let words = [program, "sweep", "task", folder.path].map(ShellText.quoted)
    return words.joined(separator: " ") + " --shard \"$SLURM_ARRAY_TASK_ID\" --threads \(options.cpusPerTask)"
      + (retryingFailed ? " $([ \"${SLURM_RESTART_COUNT:-0}\" != 0 ] || echo --retry-failed)" : "")
  }

  /// An option as sbatch reads it back from a line: in quotes when it has a space, a quote or "#".
  private static func directive(_ word: String) -> String {
    guard let equals = word.firstIndex(of: "="), word.contains(where: { " \"'#".contains($0) }) else {
      return word
    }
    let value = word[word.index(after: equals)...].replacingOccurrences(of: "\"", with: "\\\"")
    return "\(word[...equals])\"\(value)\""
  }
}
