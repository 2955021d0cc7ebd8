import Foundation
import TwoPhaseTraining

/// The event file of one pass: a record becomes one event with a scalar for every quantity that is defined.
final class ScalarFile {
  private let file: EventFile
  private var detector: PhaseDetector
  /// The tags, and which of them readers of this file know already.
  private var scalars: [(message: ScalarMessage, value: @Sendable (StepRecord) -> Double?, isKnown: Bool)]
  private let phase = ScalarMessage(name: ScalarTag.phaseName, description: ScalarTag.phaseDescription)
  private var phaseIsKnown = false
  /// Records in earlier files that are about to be made again.
  private var known: ArraySlice<StepRecord> = []
  private var summary = WireBytes()
  private var event = WireBytes()

  /// A new file in a folder for the records from a step on; those of earlier files from that step on are void.
  ///
  /// - Throws: `FileFailure` when it cannot be created or written.
  init(folder: String, from step: Int, thresholds: PhaseThresholds) throws {
    file = try EventFile(folder: folder)
    detector = PhaseDetector(thresholds: thresholds)
    scalars = ScalarTag.all.map {
      (ScalarMessage(name: $0.name, description: $0.description), $0.value, false)
    }
    let now = Date().timeIntervalSince1970
    try file.append(EventMessages.version(wallTime: now))
    try file.append(EventMessages.start(wallTime: now, step: step))
  }

  /// Takes in a record that an earlier file holds.
  func skip(_ record: StepRecord) { detector.observe(PhaseObservation(record)) }

  /// Records that earlier files hold and that will come again: those that come out the same are not written again, so that
  /// no reader finds them twice. From the first that differs, what earlier files hold is void.
  func expect(_ records: ArraySlice<StepRecord>) { known = records }

  /// Writes a record.
  ///
  /// - Throws: `FileFailure` when it cannot be written.
  func append(_ record: StepRecord) throws {
    if let first = known.popFirst() {
      if first == record { return skip(record) }
      known = []
      try file.append(EventMessages.start(wallTime: Date().timeIntervalSince1970, step: record.step))
    }
    detector.observe(PhaseObservation(record))
    summary.removeAll()
    for index in scalars.indices {
      guard let value = scalars[index].value(record), let number = Self.single(value) else { continue }
      scalars[index].message.write(number, withMetadata: !scalars[index].isKnown, to: &summary)
      scalars[index].isKnown = true
    }
    phase.write(detector.state == .phase2 ? 2 : 1, withMetadata: !phaseIsKnown, to: &summary)
    phaseIsKnown = true
    event.removeAll()
    event.double(1, Date().timeIntervalSince1970)
    event.integer(2, record.step)
    event.block(5, summary.bytes)
    try file.append(event.bytes)
  }

  /// The number in single precision; nil when it is beyond what that holds, or would become zero and is not.
  private static func single(_ value: Double) -> Float? {
    let single = Float(value)
    return single.isFinite && (single != 0 || value == 0) ? single : nil
  }

  /// Writes a text.
  ///
  /// - Throws: `FileFailure` when it cannot be written.
  func append(text: String, tag: String, step: Int?) throws {
    try file.append(EventMessages.text(tag, text, wallTime: Date().timeIntervalSince1970, step: step))
  }

  /// Writes what waits in memory.
  ///
  /// - Throws: `FileFailure` when it cannot be written.
  func flush() throws { try file.flush() }
}
