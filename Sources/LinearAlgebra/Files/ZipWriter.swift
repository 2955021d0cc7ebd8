import CZip
import Foundation

/// Makes zip archives through libzip, their entries stored as they are, as np.savez writes them.
public enum ZipWriter {
  /// The bytes of an archive of the given entries, in their order.
  ///
  /// - Throws: `ZipError` when libzip fails, which takes a lack of memory.
  /// - Complexity: O(n) for n bytes; about twice the entries' memory.
  public static func archive(_ entries: [(name: String, data: Data)]) throws(ZipError) -> Data {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    func failure(_ what: String = "a failure of libzip") -> ZipError {
      ZipError(path: "archive", found: what)
    }
    guard let buffer = zip_source_buffer_create(nil, 0, 0, &error) else { throw failure() }
    // One reference for the archive, one to read from when it is closed.
    zip_source_keep(buffer)
    defer { zip_source_free(buffer) }
    guard let archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &error) else {
      zip_source_free(buffer)
      throw failure()
    }
    for entry in entries {
      guard let copy = malloc(max(1, entry.data.count)) else {
        zip_discard(archive)
        throw failure("no memory for \(MessageText.line(entry.name))")
      }
      entry.data.copyBytes(to: UnsafeMutableRawBufferPointer(start: copy, count: entry.data.count))
      // libzip frees the copy.
      let source = zip_source_buffer(archive, copy, UInt64(entry.data.count), 1)
      let index = zip_file_add(archive, entry.name, source ?? nil, UInt32(ZIP_FL_ENC_UTF_8))
      guard source != nil, index >= 0,
        zip_set_file_compression(archive, UInt64(index), Int32(ZIP_CM_STORE), 0) == 0
      else {
        zip_discard(archive)
        throw failure()
      }
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      throw failure()
    }
    guard let bytes = bytes(of: buffer) else { throw failure() }
    return bytes
  }

  private static func bytes(of source: OpaquePointer) -> Data? {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else { return nil }
    defer { zip_source_close(source) }
    var data = Data(count: Int(status.size))
    let read = data.withUnsafeMutableBytes { zip_source_read(source, $0.baseAddress, UInt64($0.count)) }
    return read == Int64(status.size) ? data : nil
  }
}
