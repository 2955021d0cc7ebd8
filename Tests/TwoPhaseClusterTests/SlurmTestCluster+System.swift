import Foundation
import Glibc

extension SlurmTestCluster {
  /// slurm.conf with times as short as Slurm takes them.
  func configuration(ports: [UInt16]) -> String {
    let path = scratch.path
    let host = String(ProcessInfo.processInfo.hostName.prefix { $0 != "." })
    return """
      ClusterName=test
      SlurmctldHost=\(host)(127.0.0.1)
      AuthType=auth/munge
      # A task that is queued again waits until its old credential has expired: 120 s by default, 5 s at least.
      AuthInfo=socket=\(path)/munge/socket,cred_expire=5
      CredType=cred/munge
      SlurmUser=root
      SlurmdUser=root
      StateSaveLocation=\(path)/state
      SlurmdSpoolDir=\(path)/spool/%n
      SlurmctldPidFile=\(path)/slurmctld.pid
      SlurmdPidFile=\(path)/slurmd.%n.pid
      SlurmctldLogFile=\(path)/log/slurmctld.log
      SlurmdLogFile=\(path)/log/slurmd.%n.log
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      SelectType=select/cons_tres
      SelectTypeParameters=CR_Core
      AccountingStorageType=accounting_storage/none
      JobAcctGatherType=jobacct_gather/none
      MpiDefault=none
      ReturnToService=2
      # A node that does not answer is down after some 5 s.
      SlurmdTimeout=1
      MessageTimeout=2
      KillWait=2
      # A batch task that its node does not know is lost after this time.
      BatchStartTimeout=1
      MinJobAge=2
      JobRequeue=1
      # Jobs of the partition "urgent" push those of "main" back into the queue.
      PreemptType=preempt/partition_prio
      PreemptMode=REQUEUE
      SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000,sched_interval=1,bf_interval=1
      SlurmctldPort=\(ports[0])
      NodeName=node1 NodeHostname=\(host) NodeAddr=127.0.0.1 Port=\(ports[1]) CPUs=1 State=UNKNOWN
      NodeName=node2 NodeHostname=\(host) NodeAddr=127.0.0.1 Port=\(ports[2]) CPUs=1 State=UNKNOWN
      PartitionName=main Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP
      PartitionName=urgent Nodes=node1,node2 PriorityTier=2 State=UP

      """
  }

  /// Ports of this machine that nothing listens on, below those that the kernel gives to connections.
  static func freePorts(_ count: Int) -> [UInt16] {
    var found: Set<UInt16> = []
    while found.count < count {
      let port = UInt16.random(in: 20_000..<32_000)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      let isFree = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if isFree { found.insert(port) }
    }
    return Array(found)
  }

  /// The words of a file of /proc that are ended by zeros; none when the process is gone.
  static func words(_ path: String) -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A process's parent.
  static func parent(of process: pid_t) -> pid_t? { field("PPid:", of: process).flatMap { pid_t($0) } }

  /// A process's name.
  static func name(of process: pid_t) -> String? { field("Name:", of: process) }

  /// Whether a process lives: it is there and no zombie.
  static func isAlive(_ process: pid_t) -> Bool {
    field("State:", of: process).map { !$0.hasPrefix("Z") } ?? false
  }

  private static func field(_ name: String, of process: pid_t) -> String? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else {
      return nil
    }
    return text.split(separator: "\n").first { $0.hasPrefix(name) }
      .map { $0.dropFirst(name.count).trimmingCharacters(in: .whitespaces) }
  }
}
