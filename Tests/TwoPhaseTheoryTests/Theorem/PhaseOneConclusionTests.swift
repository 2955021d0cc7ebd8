import Foundation
import Testing
import TwoPhaseTheory

@Suite("Conclusions C1 and C2")
struct PhaseOneConclusionTests {
  @Test("C1 compares each step's factor with 1 - 0.5 etahat d")
  func factor() throws {
    var run = MadeUpRun()
    // 1 - 0.5 * 1e-4 * 100 = 0.995
    let holds = try run.finding(.c1)
    #expect(holds.verdict == .holds)
    #expect(abs(try #require(holds.deciding.required) - 0.995) < 1e-12)
    #expect(abs(try #require(holds.deciding.observed) - 0.99) < 1e-12)
    run.factor = 0.996
    let broken = try run.finding(.c1)
    #expect(broken.verdict == .violated)
    #expect(broken.deciding.firstViolation?.step == 0)
    #expect(abs(try #require(broken.deciding.margin) + 0.001) < 1e-12)
  }

  @Test("C1 names the step that broke and by how much")
  func brokenStep() throws {
    let run = MadeUpRun()
    let finding = try run.finding(.c1) { evidence in
      for k in evidence.points.indices where k >= 41 { evidence.points[k].potential *= 1.02 }
    }
    #expect(finding.verdict == .violated)
    #expect(finding.deciding.step == 40 && finding.deciding.firstViolation?.step == 40)
    #expect(abs(try #require(finding.deciding.observed) - 0.99 * 1.02) < 1e-12)
    #expect(finding.deciding.reason.contains("step 40"))
  }

  @Test("C1 between records k steps apart compares the k-th root", arguments: [2, 5, 10])
  func cadence(_ k: Int) throws {
    var run = MadeUpRun()
    run.cadence = k
    let finding = try run.finding(.c1)
    #expect(finding.verdict == .holds)
    #expect(abs(try #require(finding.deciding.observed) - 0.99) < 1e-12)
  }

  @Test("C1 and C2 are vacuous when tau exceeds |f_A|: gamma = 0.5 makes 197 gamma^2 = 49.25")
  func vacuous() throws {
    var run = MadeUpRun()
    run.gamma = 0.5
    for id in [TheoremPart.ID.c1, .c2] {
      let finding = try run.finding(id)
      #expect(finding.verdict == .vacuous)
      #expect(finding.deciding.required == 49.25 && finding.deciding.observed == 1.5)
      #expect(finding.deciding.reason.contains("49.25"))
    }
  }

  @Test("C1 holds a run that comes back above tau to its factor again")
  func comesBack() throws {
    let run = MadeUpRun()
    let finding = try run.finding(.c1) { evidence in
      for k in evidence.points.indices where k >= 500 { evidence.points[k].potential = 1 }
    }
    #expect(finding.verdict == .violated && finding.deciding.firstViolation?.step == 500)
  }

  @Test("C1 is violated by a run that diverges, whatever its records show")
  func diverged() throws {
    var run = MadeUpRun()
    run.ending = .diverged(step: 601)
    let finding = try run.finding(.c1)
    #expect(finding.verdict == .violated && finding.deciding.reason.contains("diverged at step 601"))
    #expect(try run.finding(.c3).verdict == .violated)
    #expect(try run.finding(.c4).verdict == .violated)
  }

  @Test("C1 and C2 are not tested without a learning rate or with one record")
  func notTested() throws {
    var run = MadeUpRun()
    run.rate = nil
    #expect(try run.finding(.c1).verdict == .notTested)
    #expect(try run.finding(.c2).verdict == .notTested)
    run.rate = 1e-4
    run.steps = 0
    for id in [TheoremPart.ID.c1, .c2, .c3, .c4, .c5] {
      #expect(try run.finding(id).verdict == .notTested, "\(id)")
    }
  }

  @Test("C2 counts the steps until |f_A| <= tau against 1/(16 etahat)")
  func duration() throws {
    var run = MadeUpRun()
    let expected = try #require(run.firstSmall)
    let finding = try run.finding(.c2)
    #expect(finding.verdict == .holds)
    #expect(finding.deciding.observed == Double(expected) && finding.deciding.step == expected)
    #expect(abs(try #require(finding.deciding.required) - 625) < 1e-9)
    run.rate = 1e-3
    #expect(try run.finding(.c2).verdict == .violated, "62.5 steps are allowed, \(expected) were needed")
  }

  @Test("C2 is not tested by a run too short to tell, and violated by one long enough")
  func tooShort() throws {
    var run = MadeUpRun()
    run.factor = 0.9999
    run.steps = 600
    #expect(try run.finding(.c2).verdict == .notTested)
    run.steps = 700
    let finding = try run.finding(.c2)
    #expect(finding.verdict == .violated && finding.deciding.observed == 700)
  }

  @Test("C2 with a changing learning rate holds the sum of etahat to 1/16")
  func changingRate() throws {
    let run = MadeUpRun()
    let end = try #require(run.firstSmall)
    let finding = try run.finding(.c2) { evidence in
      for k in evidence.points.indices.dropLast() {
        evidence.points[k].paperLearningRate = k % 2 == 0 ? 1e-4 : 2e-4
      }
    }
    let sum = (0..<end).reduce(0) { $0 + ($1 % 2 == 0 ? 1e-4 : 2e-4) }
    #expect(finding.deciding.required == 0.0625)
    #expect(abs(try #require(finding.deciding.observed) - sum) < 1e-12)
  }
}
