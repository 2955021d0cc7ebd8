import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// A reference point computed with 50 digits or more: Tests/Golden/points.json and Tests/Oracle/extended-points.json.
public struct GoldenPoint: Decodable, Sendable, CustomStringConvertible {
  public let name: String
  public let dimension: Int
  public let slope: Double
  public let readout: Readout
  public let identityMapping: Bool?
  public let student: [[Double]]
  public let teacher: [[Double]]
  public let expected: Expected

  /// Decimal strings, read to the nearest double.
  public struct Expected: Decodable, Sendable {
    public let populationLoss: Decimal50
    public let potential: Decimal50
    public let potentialLeaveOneOut: [Decimal50]
    public let auxiliaryMatrix: [[Decimal50]]?
    public let auxiliaryTrace: Decimal50
    public let auxiliarySpectralNorm: Decimal50
    public let s: [Decimal50]
    public let sNorm: Decimal50
    public let sSum: Decimal50
    public let distance: Decimal50
    public let studentSpectralNorm: Decimal50
    public let teacherSpectralNorm: Decimal50
    public let negativeGradient: [[Decimal50]]?
    public let onePointMarginPaper: Decimal50?
    public let onePointMargin: Decimal50?
    public let marginTermsPaper: Terms?
  }

  public struct Terms: Decodable, Sendable {
    public let constant: Decimal50
    public let first: Decimal50
    public let diagonal: Decimal50
    public let higher: Decimal50
  }

  /// A number written as a string with more digits than a double holds.
  public struct Decimal50: Decodable, Sendable {
    public let value: Double

    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let value = Double(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number: \(text)")
      }
      self.value = value
    }
  }

  public var description: String { name }
  public var w: Matrix { Matrix(rows: student) }
  public var target: Matrix { Matrix(rows: teacher) }
  public var network: Network {
    get throws { try Network(slope: slope, readout: readout, identityMapping: identityMapping ?? true) }
  }

  /// All points of a file below Tests/.
  public static func load(_ file: String) -> [GoldenPoint] {
    do {
      let data = try Data(contentsOf: TestFiles.root.appendingPathComponent(file))
      return try JSONDecoder().decode([GoldenPoint].self, from: data)
    } catch {
      fatalError("cannot read \(file): \(error)")
    }
  }
}

/// Where the tests' own files are.
public enum TestFiles {
  /// The folder Tests/.
  public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
}
