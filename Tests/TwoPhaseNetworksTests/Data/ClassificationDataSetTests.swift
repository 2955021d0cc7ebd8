import Foundation
import LinearAlgebra
import Testing
import TwoPhaseNetworks

/// The folder that `make data` fills.
private let madeData = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../../data").standardizedFileURL.path

@Suite("Data sets in a folder")
struct ClassificationDataSetTests {
  /// 6 images of 2 x 3 pixels to learn from and 3 to test on.
  private func mnist(_ folder: DataFolder, separator: String, trainingLabels: [UInt8] = [0, 1, 2, 0, 1, 2])
    throws
  {
    let pixels = (0..<36).map { UInt8($0 * 7) }
    try folder.write(DataFolder.idx([6, 2, 3], pixels), "train-images\(separator)idx3-ubyte")
    try folder.write(
      DataFolder.idx([trainingLabels.count], trainingLabels), "train-labels\(separator)idx1-ubyte")
    try folder.write(
      DataFolder.idx([3, 2, 3], Array(pixels.prefix(18))), "t10k-images\(separator)idx3-ubyte")
    try folder.write(DataFolder.idx([3], [2, 0, 0]), "t10k-labels\(separator)idx1-ubyte")
  }

  @Test("MNIST under both usual spellings, plain and gzip", arguments: ["-", "."], [false, true])
  func mnist(separator: String, compressed: Bool) throws {
    let folder = try DataFolder()
    try mnist(folder, separator: separator)
    if compressed { _ = try folder.gzip("train-images\(separator)idx3-ubyte") }
    let set = try ClassificationDataSet(.mnist, folder: folder.path)
    #expect(set.data.labels == [0, 1, 2, 0, 1, 2] && set.test?.labels == [2, 0, 0])
    #expect(set.data.classCount == 3 && set.test?.classCount == 3)
    // Image 1 starts at byte 6; its pixels are a row.
    #expect(set.data.inputs.rows[1] == [42, 49, 56, 63, 70, 77])
    let parts = try set.parts(testFraction: 0.2, trainingLimit: 4, seed: 1, lane: 0)
    #expect(parts.training.count == 4 && parts.test.count == 3)
  }

  @Test("numbers of images and labels that differ are refused")
  func counts() throws {
    let folder = try DataFolder()
    try mnist(folder, separator: "-", trainingLabels: [0, 1, 2, 0, 1])
    do {
      _ = try ClassificationDataSet(.mnist, folder: folder.path)
      Issue.record("accepted")
    } catch let error as DataSetError {
      #expect(error.found == "5 labels" && error.expected.hasPrefix("6, one for each image"))
    }
  }

  @Test("images in place of labels are refused")
  func exchanged() throws {
    let folder = try DataFolder()
    let images = try folder.write(DataFolder.idx([2, 1, 1], [3, 4]), "i")
    let labels = try folder.write(DataFolder.idx([2], [0, 1]), "l")
    #expect(try LabelledData(imagesIDX: images, labelsIDX: labels).labels == [0, 1])
    #expect(throws: DataSetError.self) { try LabelledData(imagesIDX: images, labelsIDX: images) }
    #expect(throws: DataSetError.self) { try LabelledData(imagesIDX: labels, labelsIDX: labels) }
  }

  @Test("what is missing is said with the way to get it", arguments: ClassificationDataSet.Name.allCases)
  func missing(name: ClassificationDataSet.Name) throws {
    let folder = try DataFolder()
    do {
      _ = try ClassificationDataSet(name, folder: folder.path)
      Issue.record("found")
    } catch let error as DataSetError {
      #expect(error.kind == .missingInput)
      #expect(error.description.contains("make data") && !error.description.contains("\n"))
    }
  }

  @Test(
    "the digits that make data makes",
    .enabled(if: FileManager.default.fileExists(atPath: madeData + "/digits-labels.npy"), "made by make data")
  )
  func digits() throws {
    let set = try ClassificationDataSet(.digits, folder: madeData)
    #expect(set.data.count == 1797 && set.data.dimension == 64 && set.data.classCount == 10)
    #expect(set.test == nil && set.data.inputs.elements.max() == 16)
    let counts = (0..<10).map { label in set.data.labels.filter { $0 == label }.count }
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    let parts = try set.parts(testFraction: 0.2, seed: 1, lane: 0)
    #expect(parts.training.count + parts.test.count == 1797)
  }
}
