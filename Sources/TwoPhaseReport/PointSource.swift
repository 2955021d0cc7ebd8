import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// The point that `inspect` looks at: two matrices and a network, or a saved case that has all three.
public struct PointSource: Sendable {
  /// W.
  public let student: Matrix
  /// W*.
  public let teacher: Matrix
  /// The network.
  public let network: Network

  /// Reads the point.
  ///
  /// - Parameters:
  ///   - student: the file of W.
  ///   - teacher: the file of W*.
  ///   - caseFile: a case of a lemma, instead of both and of the network.
  ///   - network: the network; nil with a case.
  /// - Throws: `OptionError` for an impossible combination; what reading throws.
  public init(student: String?, teacher: String?, caseFile: String?, network: Network?) throws {
    if let caseFile {
      guard student == nil, teacher == nil, network == nil else {
        throw OptionError(
          "--case", found: "it together with other options that describe the point",
          expected: "--case alone: the file has W, W* and the network")
      }
      let point = try LemmaCaseFile(path: caseFile).point
      self.student = point.student
      self.teacher = point.teacher
      self.network = point.network
      return
    }
    guard let student, let teacher else {
      let missing = student == nil ? "--student" : "--teacher"
      throw OptionError(missing, found: "nothing", expected: "a .npy file (or --case FILE.json alone)")
    }
    self.student = try Matrix(npy: student, requireSquare: true)
    self.teacher = try Matrix(npy: teacher, requireSquare: true)
    self.network = try network ?? Network()
  }
}
