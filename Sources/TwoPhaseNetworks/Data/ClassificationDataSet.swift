import Foundation
import LinearAlgebra

/// A named data set found in a folder.
public struct ClassificationDataSet: Sendable {
  /// The data sets that are known by name.
  public enum Name: String, Sendable, Codable, CaseIterable {
    /// 1797 pictures of 8 x 8 pixels: `digits-inputs.npy` and `digits-labels.npy`, which `make data` makes.
    case digits
    /// MNIST's four IDX files under their usual names, plain or .gz, which the user puts there.
    case mnist
  }

  /// Which it is.
  public let name: Name
  /// What there is to learn from; to be split where there is no test set.
  public let data: LabelledData
  /// The data set's own test set; nil where it has none.
  public let test: LabelledData?

  /// Finds and reads a data set.
  ///
  /// - Parameters:
  ///   - name: which.
  ///   - folder: the folder of data sets.
  /// - Throws: `DataSetError` of kind `missingInput` when a file is not there; what reading throws.
  public init(_ name: Name, folder: String) throws {
    self.name = name
    switch name {
    case .digits:
      data = try LabelledData(
        inputsNPY: Self.find(["digits-inputs.npy"], in: folder),
        labelsNPY: Self.find(["digits-labels.npy"], in: folder))
      test = nil
    case .mnist:
      let files = try ["train-images", "train-labels", "t10k-images", "t10k-labels"].map { stem in
        let kind = stem.hasSuffix("images") ? "idx3-ubyte" : "idx1-ubyte"
        return try Self.find(
          ["-", "."].flatMap { ["\(stem)\($0)\(kind)", "\(stem)\($0)\(kind).gz"] }, in: folder)
      }
      let training = try LabelledData(imagesIDX: files[0], labelsIDX: files[1])
      let test = try LabelledData(
        imagesIDX: files[2], labelsIDX: files[3], classCount: training.classCount)
      guard test.dimension == training.dimension else {
        throw DataSetError(
          files[2], found: "images of \(test.dimension) pixels",
          expected: "\(training.dimension), as in \(files[0])")
      }
      data = training
      self.test = test
    }
  }

  /// What to learn from and what to test on in one trial, scaled by the training part's statistics (`InputScaling`).
  ///
  /// - Parameters:
  ///   - testFraction: of data without a test set of their own; see `LabelledData.split`.
  ///   - trainingLimit: the most inputs to learn from; all of the training part unless given.
  ///   - seed: the seed, with purpose 100.
  ///   - lane: which of the seed's trials.
  /// - Throws: `DataSetError`.
  /// - Complexity: O(N d).
  public func parts(
    testFraction: Double, trainingLimit: Int? = nil, seed: UInt64, lane: UInt32
  ) throws(DataSetError) -> (training: LabelledData, test: LabelledData) {
    var chosen: [Int]
    let tested: LabelledData
    if let test {
      chosen = NormalStream(seed: seed, purpose: LabelledData.splitPurpose).permutation(
        data.count, lane: lane)
      tested = test
    } else {
      let split = try data.split(testFraction: testFraction, seed: seed, lane: lane)
      chosen = split.training
      tested = data.rows(split.test)
    }
    if let trainingLimit { chosen = Array(chosen.prefix(max(1, trainingLimit))) }
    let training = data.rows(chosen)
    let scaling = try InputScaling(training: training)
    return (scaling.applied(to: training), scaling.applied(to: tested))
  }

  /// The first of the names that is in the folder.
  private static func find(_ names: [String], in folder: String) throws(DataSetError) -> String {
    let paths = names.map { (folder as NSString).appendingPathComponent($0) }
    if let path = paths.first(where: FileManager.default.fileExists(atPath:)) { return path }
    throw DataSetError(
      folder, found: "no \(names[0])",
      expected: "the data set's files: `make data` makes the digits in data/",
      kind: .missingInput)
  }
}
