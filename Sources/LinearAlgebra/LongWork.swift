import CVectorKernels

/// A few long pieces of work that shared work takes along: they are begun first, and threads that are done with theirs go on with
/// the short pieces. Valid only while whoever made it waits.
public struct LongWork {
  let parts: tpk_beside

  /// Nothing.
  public static var none: LongWork { LongWork(parts: tpk_beside(parts: 0, part: nil, context: nil)) }

  /// Does the work, if there is any, with nothing beside it.
  public func finish() {
    if parts.parts > 0 { tpk_parallel(parts.parts, parts.part, parts.context) }
  }
}
