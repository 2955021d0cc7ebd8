import Foundation
import LinearAlgebra
import TwoPhaseTraining

extension PageRuns {
  /// A trajectory read from a folder: weights that move straight to the teacher, with a gap, at no known learning rate.
  package static func trajectory() throws -> RecordedRun {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-trajectory-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var random = TestRandom(7)
    let (start, teacher) = (random.matrix(6, scale: 0.1), random.matrix(6, scale: 0.05))
    for step in [0, 1, 2, 3, 4, 5, 9, 10] {
      let share = Double(step) / 11
      let weights = Matrix(
        rowCount: 6, columnCount: 6,
        columnMajor: (0..<36).map { k in
          let (i, j) = (k % 6, k / 6)
          return start[i, j] + share * (teacher[i, j] - start[i, j])
        })
      try weights.writeNPY(to: folder.appendingPathComponent("step_\(step).npy").path)
    }
    let teacherFile = folder.appendingPathComponent("teacher.npy").path
    try teacher.writeNPY(to: teacherFile)
    return try TrajectoryRequest(path: folder.path, teacherFile: teacherFile).prepare().verify()
  }
}
