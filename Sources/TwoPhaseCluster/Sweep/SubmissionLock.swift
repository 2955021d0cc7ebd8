import Foundation
import LinearAlgebra
import TwoPhaseSweeps

/// One process at a time submits or cancels tasks of a sweep.
enum SubmissionLock {
  /// The work's value, made while FOLDER/slurm/submissions.lock is held. The lock goes with the process when that is killed.
  ///
  /// - Throws: `SlurmFailure.busy` when another process has it.
  static func held<T>(in folder: SweepFolder, _ work: () throws -> T) throws -> T {
    let path = (folder.slurm as NSString).appendingPathComponent("submissions.lock")
    do {
      try FileManager.default.createDirectory(atPath: folder.slurm, withIntermediateDirectories: true)
    } catch {
      throw FileFailure.cannotCreate(path: folder.slurm, reason: "the folder cannot be made")
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FileFailure.cannotCreate(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw SlurmFailure.busy(path: path) }
    // Told to go before the file is closed: a process that is being started at this moment may have it open too.
    defer { flock(descriptor, LOCK_UN) }
    return try work()
  }
}
