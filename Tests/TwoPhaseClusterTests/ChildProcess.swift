import Foundation
import Glibc

/// A child of the test process, by posix_spawn: with no signal blocked and no open file but the standard three.
///
/// Foundation's Process hears of a child's end through a socket that the child's own children inherit: it would wait for
/// daemons. And the threads that tests run on have most signals blocked, which a task would inherit through slurmd.
struct ChildProcess {
  let id: pid_t

  /// Starts a program; what it writes goes to a file, or nowhere.
  init(
    _ path: String, _ arguments: [String], environment: [String: String], output: String? = nil,
    input: Int32? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    for descriptor in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in [SIGTERM, SIGINT, SIGUSR1, SIGHUP, SIGPIPE] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var id: pid_t = 0
    let status = posix_spawn(&id, path, &actions, &attributes, words, variables)
    guard status == 0 else { throw Failure(description: "\(path): \(String(cString: strerror(status)))") }
    self.id = id
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Waits for its end; the exit status, or 128 and the signal's number.
  @discardableResult func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
  }
}
