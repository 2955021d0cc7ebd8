import TwoPhaseCluster
import TwoPhaseTraining
import Testing

@Suite("Slurm options") struct SlurmOptionsTests {
  @Test("by default a task has one processor and no limit is set, and that is accepted")
  func defaults() throws {
    let options = SlurmOptions()
    #expect(options.cpusPerTask == 1 && options.maxRunning == nil && options.others.isEmpty)
    try options.check()
  }

  @Test(
    "Slurm's time formats are understood",
    arguments: [
      ("90", 5400), ("90:30", 5430), ("1:30:00", 5400), ("2-0", 172_800), ("1-2", 93_600), ("1-2:30", 95_400),
      ("1-2:30:15", 95_415), ("0", nil), ("UNLIMITED", nil), ("infinite", nil), ("0:00:00", nil),
      ("00:05", 5),
    ] as [(String, Int?)])
  func times(text: String, seconds: Int?) throws {
    let time = try #require(SlurmTime(text))
    #expect(time.seconds == seconds)
  }

  @Test(
    "other times are refused",
    arguments: [
      "", "abc", "1h", "1:2:3:4", "1-2:3:4:5", "-5", "1-", "1:", ":30", "1.5", " 5", "5 ", "1-1-1",
      "9999999999",
    ])
  func noTimes(text: String) throws {
    #expect(SlurmTime(text) == nil)
    var options = SlurmOptions()
    options.time = text
    let error = try #require(throws: OptionError.self) { try options.check() }
    #expect(error.option == "--time" && error.expected == SlurmTime.expected)
  }

  private typealias Change = @Sendable (inout SlurmOptions) -> Void
  private static let impossible: [(option: String, change: Change)] = [
    ("--partition", { $0.partition = "-x" }), ("--partition", { $0.partition = "a b" }),
    ("--partition", { $0.partition = "" }), ("--partition", { $0.partition = "a\nb" }),
    ("--partition", { $0.partition = "a\"b" }),
    ("--array-size", { $0.arraySize = 0 }), ("--max-running", { $0.maxRunning = -1 }),
    ("--cpus-per-task", { $0.cpusPerTask = 0 }), ("--mem", { $0.memory = "2 GB" }),
    ("--mem", { $0.memory = "G" }),
    ("--sbatch", { $0.others = ["account=x"] }),
    ("--sbatch", { $0.others = ["--account=x\n#SBATCH --wrap"] }),
    ("--sbatch", { $0.others = ["--array=0-3"] }), ("--sbatch", { $0.others = ["-J", "x"] }),
    ("--sbatch", { $0.others = ["-Jx"] }), ("--sbatch", { $0.others = ["--"] }),
  ]

  @Test(
    "what sbatch would take for something else is refused, and the option named",
    arguments: impossible.indices)
  func refused(index: Int) throws {
    let (option, change) = Self.impossible[index]
    var options = SlurmOptions()
    change(&options)
    let error = try #require(throws: OptionError.self) { try options.check() }
    #expect(error.option == option)
    #expect(!error.description.contains("\n"))
  }

  @Test("what sbatch takes is accepted")
  func accepted() throws {
    var options = SlurmOptions()
    options.partition = "short,long-2"
    options.time = "1-12:00"
    options.memory = "2G"
    options.arraySize = 1
    options.maxRunning = 1
    options.cpusPerTask = 8
    options.others = ["--account=theory", "--exclude=node[1-3]", "-A x", "--nice"]
    try options.check()
  }
}
