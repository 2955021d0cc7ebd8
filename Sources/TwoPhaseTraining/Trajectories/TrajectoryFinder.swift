import Foundation
import LinearAlgebra

/// Finds the snapshots, steps and learning rates in a file or folder, by the names of its arrays.
enum TrajectoryFinder {
  /// What was found.
  struct Found {
    let format: String
    let weights: Weights
    /// Steps that names gave; nil when they are in an array or are 0, 1, 2, ...
    var steps: [Int]?
    var stepArray: StoredArray?
    var rateValues: Rates?
  }

  enum Weights {
    case stacked(StoredArray)
    case separate([StoredArray])
  }

  struct Rates {
    let name: String
    let values: [Double]
    let isScalar: Bool
  }

  /// An array that is opened when it is wanted: what nobody asks for may be text, objects or anything.
  private struct NamedArray {
    let name: String
    let open: () throws -> StoredArray
  }

  /// Steps and their differences are exact as doubles up to here.
  static let lastStep = 1 << 53

  private static let forms = ".npz, .npy, .safetensors, or a folder of step_*.npy"
  private static let weightsName = "weights"
  private static let stepsName = "steps"
  private static let rateName = "learning_rate"
  private static let otherNames: Set<String> = ["teacher", "inputs", "seed", "learning_rates"]

  static func find(_ path: String) throws -> Found {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileFailure.cannotRead(path: path, reason: "no such file or folder")
    }
    if isFolder.boolValue { return try folder(path) }
    switch (path as NSString).pathExtension.lowercased() {
    case "npz": return try named(try npz(path), format: "npz", path: path)
    case "npy": return try npy(path)
    case "safetensors":
      let file = try SafetensorsFile(path: path)
      var found = try named(arrays(file), format: "safetensors", path: path)
      if found.rateValues == nil, let text = file.metadata[rateName] {
        guard let rate = Double(text) else {
          throw TrajectoryError(
            "\(path) (\(rateName))", found: "'\(MessageText.line(text))'", expected: "a number")
        }
        found.rateValues = Rates(name: "\(path) (\(rateName))", values: [rate], isScalar: true)
      }
      return found
    default: throw OptionError("trajectory", found: "'\(path)'", expected: forms)
    }
  }

  /// The only matrix of a file.
  static func single(_ path: String) throws -> StoredArray {
    let arrays: [NamedArray]
    switch (path as NSString).pathExtension.lowercased() {
    case "npz": arrays = try npz(path)
    case "safetensors": arrays = Self.arrays(try SafetensorsFile(path: path))
    default: return try StoredArray(npy: ByteSource(file: path))
    }
    if arrays.count == 1 { return try arrays[0].open() }
    let matrices = try arrays.compactMap { try ifReadable($0) }.filter { $0.shape.count == 2 }
    guard matrices.count == 1 else {
      throw TrajectoryError(path, found: "\(matrices.count) matrices", expected: "one")
    }
    return matrices[0]
  }

  /// nil for an array of text, objects and the like; what is damaged is an error still.
  private static func ifReadable(_ array: NamedArray) throws -> StoredArray? {
    do {
      return try array.open()
    } catch let error as NPYError {
      if case .dtype = error.problem { return nil }
      throw error
    } catch is SafetensorsError {
      return nil
    }
  }

  private static func npy(_ path: String) throws -> Found {
    let array = try StoredArray(npy: ByteSource(file: path))
    return Found(format: "npy", weights: array.shape.count == 2 ? .separate([array]) : .stacked(array))
  }

  /// The arrays of an archive, named as NumPy names them.
  private static func npz(_ path: String) throws -> [NamedArray] {
    let archive = try ZipArchive(path: path)
    return archive.entries.filter { $0.name.hasSuffix(".npy") }.map { entry in
      NamedArray(name: String(entry.name.dropLast(4))) { try StoredArray(npy: .entry(archive, entry)) }
    }
  }

  private static func arrays(_ file: SafetensorsFile) -> [NamedArray] {
    file.tensors.map { name, array in NamedArray(name: name) { array } }
      + file.unreadable.map { name, error in NamedArray(name: name) { throw error } }
  }

  private static func folder(_ path: String) throws -> Found {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FileFailure.cannotRead(path: path, reason: "the folder cannot be read")
    }
    let chosen = names.filter { $0.hasPrefix("step_") && $0.hasSuffix(".npy") }
    guard !chosen.isEmpty else {
      throw TrajectoryError(path, found: "no file named step_*.npy", expected: "one for each snapshot")
    }
    let ordered = try inOrder(chosen.map { (key: String($0.dropLast(4)), value: $0) }, path: path)
    let arrays = try ordered.map { _, name in
      try StoredArray(npy: ByteSource(file: (path as NSString).appendingPathComponent(name)))
    }
    return Found(format: "folder", weights: .separate(arrays), steps: ordered.map(\.step))
  }

  private static func named(
    _ arrays: [NamedArray], format: String, path: String
  ) throws -> Found {
    func array(_ name: String) throws -> StoredArray? {
      let found = arrays.filter { $0.name == name }
      guard found.count < 2 else {
        throw TrajectoryError(path, found: "\(found.count) arrays named \(name)", expected: "one")
      }
      return try found.first?.open()
    }
    let rates = try array(rateName).map { array in
      guard array.shape.count <= 1, array.count > 0 else {
        throw TrajectoryError(
          array.name, found: "learning rates of shape \(array.shape)", expected: "one number or a list")
      }
      return Rates(name: array.name, values: try array.values(), isScalar: array.shape.isEmpty)
    }
    let steps = try array(stepsName)
    if let weights = try array(weightsName), weights.shape.count == 3 {
      return Found(format: format, weights: .stacked(weights), stepArray: steps, rateValues: rates)
    }
    let reserved = otherNames.union([stepsName, rateName])
    let numbered = try arrays.filter { !reserved.contains($0.name) && !digits($0.name).isEmpty }
      .map { (key: $0.name, value: try $0.open()) }
    let matrices = numbered.filter { $0.value.shape.count == 2 }
    let candidates = matrices.isEmpty ? numbered : matrices  // "loss1" beside them is no snapshot
    guard !candidates.isEmpty else {
      if let weights = try array(weightsName) {
        return Found(
          format: format, weights: weights.shape.count == 2 ? .separate([weights]) : .stacked(weights),
          stepArray: steps, rateValues: rates)
      }
      let names = arrays.map { MessageText.line($0.name, limit: 40) }.sorted()
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", ..." : "")
      throw TrajectoryError(
        path, found: names.isEmpty ? "no arrays" : "the arrays \(shown)",
        expected: "`weights` [T, d, d], or one matrix per step named by its step")
    }
    let ordered = try inOrder(candidates, path: path)
    return Found(
      format: format, weights: .separate(ordered.map(\.value)), steps: ordered.map(\.step), rateValues: rates)
  }

  /// Sorted by the step in each name; two names with the same step are refused.
  private static func inOrder<Value>(
    _ items: [(key: String, value: Value)], path: String
  ) throws -> [(step: Int, value: Value)] {
    var byStep: [Int: (key: String, value: Value)] = [:]
    for item in items {
      let text = digits(item.key)
      guard let step = Int(text), step <= lastStep else {
        throw TrajectoryError(
          path, found: "the name '\(MessageText.line(item.key))'",
          expected: "a name that ends in its step, at most 2^53")
      }
      if let other = byStep[step] {
        let names = [other.key, item.key].sorted().map { MessageText.line($0) }
        throw TrajectoryError(
          path, found: "step \(step) twice ('\(names[0])' and '\(names[1])')", expected: "one snapshot a step"
        )
      }
      byStep[step] = item
    }
    return byStep.sorted { $0.key < $1.key }.map { ($0.key, $0.value.value) }
  }

  /// The last run of digits in a name.
  private static func digits(_ name: String) -> String {
    let tail = name.reversed().drop { !("0"..."9").contains($0) }.prefix { ("0"..."9").contains($0) }
    return String(tail.reversed())
  }
}
