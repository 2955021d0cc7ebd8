import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// A reference point computed with 50 digits or more: Tests/Golden/points.json and Tests/Oracle/extended-points.json.
package struct GoldenPoint: Decodable, Sendable, CustomStringConvertible {
  package let name: String
  package let dimension: Int
  package let slope: Double
  package let readout: Readout
  package let identityMapping: Bool?
  package let student: [[Double]]
  package let teacher: [[Double]]
  package let expected: Expected

  /// Decimal strings, read to the nearest double.
  package struct Expected: Decodable, Sendable {
    package let populationLoss: Decimal50
    package let potential: Decimal50
    package let potentialLeaveOneOut: [Decimal50]
    package let auxiliaryMatrix: [[Decimal50]]?
    package let auxiliaryTrace: Decimal50
    package let auxiliarySpectralNorm: Decimal50
    package let s: [Decimal50]
    package let sNorm: Decimal50
    package let sSum: Decimal50
    package let distance: Decimal50
    package let studentSpectralNorm: Decimal50
    package let teacherSpectralNorm: Decimal50
    package let negativeGradient: [[Decimal50]]?
    package let onePointMarginPaper: Decimal50?
    package let onePointMargin: Decimal50?
    package let marginTermsPaper: Terms?
  }

  package struct Terms: Decodable, Sendable {
    package let constant: Decimal50
    package let first: Decimal50
    package let diagonal: Decimal50
    package let higher: Decimal50
  }

  /// A number written as a string with more digits than a double holds.
  package struct Decimal50: Decodable, Sendable {
    package let value: Double

    package init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let value = Double(text) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number: \(text)")
      }
      self.value = value
    }
  }

  package var description: String { name }
  package var w: Matrix { Matrix(rows: student) }
  package var target: Matrix { Matrix(rows: teacher) }
  package var network: Network {
    get throws { try Network(slope: slope, readout: readout, identityMapping: identityMapping ?? true) }
  }

  /// All points of a file below Tests/.
  package static func load(_ file: String) -> [GoldenPoint] {
    do {
      let data = try Data(contentsOf: TestFiles.root.appendingPathComponent(file))
      return try JSONDecoder().decode([GoldenPoint].self, from: data)
    } catch {
      fatalError("cannot read \(file): \(error)")
    }
  }
}

/// Where the tests' own files are.
package enum TestFiles {
  /// The folder Tests/.
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
}
