import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

extension SweepSession.Outcome {
  /// What a user is told at the end of a sweep.
  ///
  /// - Parameters:
  ///   - workspace: the sweep.
  ///   - shard: the cluster task that made the runs; nil on one machine.
  public func note(_ workspace: SweepWorkspace, shard: Int? = nil) -> String {
    let place = shard.map(workspace.folder.shard) ?? workspace.folder.store
    var lines: [String] = []
    if made > 0 {
      let each = QuantityText.duration(runSeconds / Double(made))
      lines.append(
        "\(QuantityText.count(made, "run")) made in \(QuantityText.duration(seconds)), \(each) each"
          + (failed > 0 ? "; \(failed) could not be made (column `ending` says why)" : ""))
    } else if left == 0 {
      lines.append("all runs were there already")
    }
    if left > 0 {
      lines.append("\(QuantityText.count(left, "run")) left: the same command goes on where it was stopped")
    }
    let folder = ShellText.quoted(workspace.folder.path)
    lines.append("kept in \(MessageText.line(place, limit: 200))")
    if shard == nil, left == 0 {
      lines.append("twophase map \(folder) --x NAME --y NAME --value NAME draws them")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension SweepSession.Progress {
  /// "120/1024 runs, 2 failed, 3 min 20 s left".
  ///
  /// - Parameter seconds: the time since it began; what is left takes as long for its work as what is done.
  public func text(after seconds: Double) -> String {
    var text = "\(done)/\(total) runs"
    if failed > 0 { text += ", \(failed) failed" }
    if work > 0 { text += ", \(QuantityText.duration(seconds * (1 - work) / work)) left" }
    return text
  }
}

extension SweepMerge {
  /// What a user is told of a merge.
  public var note: String {
    var lines = [
      "\(QuantityText.count(added, "run")) came in; \(made) of \(runCount) are together"
    ]
    if duplicates > 0 {
      lines.append("\(QuantityText.count(duplicates, "run")) made twice, with equal results")
    }
    for conflict in conflicts.prefix(5) {
      lines.append(
        "run \(conflict.number) is there twice with different results: \(conflict.column) = \(shown(conflict.kept)), kept, "
          + "and \(shown(conflict.found)) of task \(conflict.shard)")
    }
    if conflicts.count > 5 { lines.append("and \(conflicts.count - 5) more with different results") }
    for damage in damaged { lines.append("task \(SweepFolder.shardName(damage.shard)): \(damage.reason)") }
    if !failed.isEmpty {
      lines.append(
        "\(QuantityText.count(failed.count, "run")) could not be made: \(QuantityText.ranges(failed))")
    }
    if !missing.isEmpty {
      lines.append("\(QuantityText.count(missing.count, "run")) missing: \(QuantityText.ranges(missing))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func shown(_ entry: String) -> String { entry.isEmpty ? "nothing" : entry }
}
