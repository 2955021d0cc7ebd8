import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTheory

@Suite("The point document")
struct PointDocumentTests {
  static func json(_ document: PointDocument) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(try document.json().utf8)) as? [String: Any])
  }

  @Test(
    "holds the golden point's numbers under the contract's keys",
    arguments: GoldenPoint.load("Golden/points.json"))
  func golden(_ point: GoldenPoint) throws {
    let document = try Self.json(
      try PointDocument(student: point.w, teacher: point.target, network: try point.network, matrices: true))
    #expect(document["schema"] as? String == "twophase.point/1")
    #expect(document["dimension"] as? Int == point.dimension)
    #expect(document["slope"] as? Double == point.slope)
    #expect(document["readout"] as? String == point.readout.rawValue)
    #expect(document["identityMapping"] as? Bool == true)
    let expected = point.expected
    let scalars: [(String, Double)] = [
      ("populationLoss", expected.populationLoss.value), ("potential", expected.potential.value),
      ("auxiliarySpectralNorm", expected.auxiliarySpectralNorm.value), ("sNorm", expected.sNorm.value),
      ("sSum", expected.sSum.value), ("distance", expected.distance.value),
      ("studentSpectralNorm", expected.studentSpectralNorm.value),
      ("teacherSpectralNorm", expected.teacherSpectralNorm.value),
    ]
    for (key, value) in scalars {
      #expect(relativeError(try #require(document[key] as? Double), value) <= 1e-12, "\(key)")
    }
    #expect(abs(try #require(document["auxiliaryTrace"] as? Double) - expected.auxiliaryTrace.value) <= 1e-14)
    #expect((document["s"] as? [Double])?.count == point.dimension)
    #expect((document["potentialLeaveOneOut"] as? [Double])?.count == point.dimension)
    #expect((document["auxiliaryMatrix"] as? [[Double]])?.count == point.dimension)
    #expect((document["negativeGradient"] as? [[Double]])?.count == point.dimension)
    if let margin = expected.onePointMarginPaper {
      #expect(document["status"] as? String == "defined")
      #expect(relativeError(try #require(document["onePointMarginPaper"] as? Double), margin.value) <= 1e-12)
      let terms = try #require(document["marginTermsPaper"] as? [String: Double])
      #expect(Set(terms.keys) == ["constant", "first", "diagonal", "higher"])
    } else {
      #expect(document["status"] as? String == "converged")
      for key in ["onePointMargin", "onePointMarginPaper", "marginTermsPaper"] {
        #expect(document[key] is NSNull, "\(key)")
      }
    }
  }

  @Test("leaves the matrices out unless asked, and says undefined: converged in words")
  func text() throws {
    let w = Matrix(rows: [[0.1, 0.2], [0, -0.1]])
    let point = try PointDocument(student: w, teacher: w, network: try Network(), matrices: false)
    let document = try Self.json(point)
    #expect(document["auxiliaryMatrix"] == nil && document["negativeGradient"] == nil)
    #expect(point.text.contains("undefined: converged"))
  }
}
