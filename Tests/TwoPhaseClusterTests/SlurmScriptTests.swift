import Foundation
import Glibc
import Testing
import TwoPhaseCluster
import TwoPhaseSweeps
import TwoPhaseTraining

@Suite("Slurm job scripts") struct SlurmScriptTests {
  private func script(
    _ options: SlurmOptions = SlurmOptions(), shards: [Int] = [0, 1, 2], folder: String = "/data/my sweep",
    program: String = "/opt/twophase"
  ) throws -> SlurmScript {
    try SlurmScript(
      jobName: "twophase-x-00000001", shards: shards, options: options, program: program,
      folder: SweepFolder(folder))
  }

  @Test("every option has its line")
  func lines() throws {
    var options = SlurmOptions()
    options.partition = "short"
    options.time = "2:00:00"
    options.maxRunning = 50
    options.cpusPerTask = 2
    options.memory = "4G"
    options.others = ["--account=theory"]
    let text = try script(options, shards: [7, 3, 8, 9]).text
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.first == "#!/bin/bash")
    #expect(
      lines.filter { $0.hasPrefix("#SBATCH") } == [
        "#SBATCH --job-name=twophase-x-00000001", "#SBATCH --array=3,7-9%50", "#SBATCH --ntasks=1",
        "#SBATCH --cpus-per-task=2", "#SBATCH --partition=short", "#SBATCH --time=2:00:00",
        "#SBATCH --mem=4G",
        "#SBATCH --output=\"/data/my sweep/slurm/%A_%a.out\"", "#SBATCH --requeue",
        "#SBATCH --open-mode=append",
        "#SBATCH --signal=B:USR1@60", "#SBATCH --account=theory",
      ])
    #expect(
      text.contains(
        "\n/opt/twophase sweep task '/data/my sweep' --shard \"$SLURM_ARRAY_TASK_ID\" --threads 2 &\n"))
  }

  @Test("a percent sign in the path is not Slurm's")
  func percent() throws {
    let words = try script(folder: "/data/100%A").words
    #expect(words.contains("--output=/data/100%%A/slurm/%A_%a.out"))
  }

  @Test("relative paths become absolute")
  func absolute() throws {
    let script = try script(folder: "sweeps/x", program: "twophase")
    let here = FileManager.default.currentDirectoryPath
    #expect(script.folder.path == here + "/sweeps/x" && script.program == here + "/twophase")
  }

  @Test("paths that Slurm would misread are refused", arguments: ["/a\nb", "/a\\b", "/a\tb"])
  func paths(path: String) {
    #expect(throws: OptionError.self) { try script(folder: path) }
    #expect(throws: OptionError.self) { try script(program: path) }
  }

  @Test(
    "a task hears of its end a tenth of the limit before it, 5 to 60 seconds",
    arguments: [(nil, 60), ("1", 6), ("0:10", 5), ("5", 30), ("10", 60), ("1-0", 60), ("UNLIMITED", 60)]
      as [(String?, Int)])
  func notice(time: String?, seconds: Int) throws {
    var options = SlurmOptions()
    options.time = time
    #expect(try script(options).notice == seconds)
  }

  /// The script with stand-ins for the program and scontrol: what the task's process is told, and what it asks Slurm for.
  private func play(signal: Int32?, status: Int) throws -> (status: Int32, program: String, asked: String) {
    let folder = try Scratch()
    defer { folder.remove() }
    let program = try folder.script(
      "program 'x",
      "echo \"$*\" > \(folder.quoted("heard"))\ntrap 'echo TERM >> \(folder.quoted("heard")); exit \(status)' TERM\n"
        + "touch \(folder.quoted("ready"))\n"
        + (signal == nil ? "exit \(status)" : "while :; do sleep 0.02; done"))
    _ = try folder.script("bin/scontrol", "echo \"$*\" > \(folder.quoted("asked"))")
    let text = try SlurmScript(
      jobName: "x", shards: [4], options: SlurmOptions(), program: program,
      folder: SweepFolder(folder.path + "/a b")
    ).text
    let process = try ChildProcess(
      "/bin/bash", [try folder.file("job.sh", text)],
      environment: [
        "PATH": folder.path + "/bin:/usr/bin:/bin", "SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_JOB_ID": "77",
      ])
    if let signal {
      folder.wait(for: "ready")
      // Slurm sends TERM to the script and the program, USR1 to the script alone.
      if signal == SIGTERM { for child in Self.children(of: process.id) { kill(child, signal) } }
      kill(process.id, signal)
    }
    return (process.wait(), folder.text("heard"), folder.text("asked"))
  }

  private static func children(of process: pid_t) -> [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { SlurmTestCluster.parent(of: $0) == process }
  }

  @Test(
    "a task that ends by itself asks for nothing and its status is the program's", arguments: [0, 3, 75, 137])
  func endsByItself(status: Int) throws {
    let seen = try play(signal: nil, status: status)
    #expect(seen.status == Int32(status) && seen.asked.isEmpty)
    #expect(seen.program.hasPrefix("sweep task /") && seen.program.hasSuffix("/a b --shard 4 --threads 1\n"))
  }

  @Test("near the time limit the program gets one SIGTERM, and a task with runs left is queued again")
  func timeLimit() throws {
    let seen = try play(signal: SIGUSR1, status: 75)
    #expect(seen.status == 75 && seen.asked == "requeue 77_4\n")
    #expect(seen.program.hasSuffix("--threads 1\nTERM\n"))
  }

  @Test("near the time limit a task that finished, or failed, is not queued again", arguments: [0, 70, 130])
  func timeLimitWithoutRunsLeft(status: Int) throws {
    let seen = try play(signal: SIGUSR1, status: status)
    #expect(seen.status == Int32(status) && seen.asked.isEmpty)
  }

  /// Many times, because bash may lose the status of a program that ends just when the script hears a signal.
  @Test("a cancelled task is not queued again, and its status is the program's", arguments: 0..<12)
  func cancelled(time: Int) throws {
    let seen = try play(signal: SIGTERM, status: 75)
    #expect(seen.status == 75 && seen.asked.isEmpty)
    #expect(seen.program.hasSuffix("--threads 1\nTERM\n"))
  }
}
