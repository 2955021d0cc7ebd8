import Foundation
import Glibc

/// A process that has no descriptor of this one but the three that it is given.
///
/// Foundation's `Process` learns of a child's end by a socket that every other child started meanwhile inherits: beside daemons, which
/// live on, it would wait for ever.
struct Child {
  /// Its number.
  let process: pid_t

  /// Starts a program, with no signal blocked.
  ///
  /// - Parameters:
  ///   - environment: variables beside those of this process.
  ///   - output: the file that standard output and error are appended to.
  init(
    _ program: String, _ arguments: [String], environment: [String: String], input: Int32? = nil,
    output: String, folder: String? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var started = pid_t()
    let words =
      (["/bin/bash", "-c", Self.closing, folder ?? "/", program] + arguments).map { strdup($0) } + [nil]
    let settings = variables.map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    let status = posix_spawn(&started, "/bin/bash", &actions, &attributes, words, settings)
    guard status == 0 else { throw Failure(description: "\(program): \(String(cString: strerror(status)))") }
    process = started
  }

  /// A shell that closes what it was not given and becomes the program.
  private static let closing = """
    cd "$0" || exit 70
    for f in /proc/$$/fd/*; do f=${f##*/}; [ "$f" -le 2 ] || eval "exec $f>&-"; done
    exec "$@"
    """

  /// Waits for its end; its exit status, or minus the signal that ended it.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
  }

  /// A program that cannot be started.
  struct Failure: Error, CustomStringConvertible { let description: String }
}
