import Foundation
import LinearAlgebra

/// Files in the forms that other programs write, made byte by byte.
package enum FileBuilder {
  /// A .npy file of float64 numbers in C order, or in the order of `fortran`.
  package static func npy(shape: [Int], values: [Double], fortran: Bool = false) -> Data {
    npy(shape: shape, descr: "<f8", body: bytes(values), fortran: fortran)
  }

  /// A .npy file of any dtype from its bytes.
  package static func npy(shape: [Int], descr: String, body: Data, fortran: Bool = false) -> Data {
    let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header =
      "{'descr': '\(descr)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': (\(extents)), }"
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    let length = UInt16(header.utf8.count)
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)])
      + Data(header.utf8) + body
  }

  /// A zip archive whose entries are stored as they are.
  package static func zip(_ entries: [(name: String, data: Data)]) -> Data {
    var archive = Data()
    var directory = Data()
    for entry in entries {
      let (offset, name) = (UInt32(archive.count), Data(entry.name.utf8))
      let common =
        little(UInt16(20)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
        + little(crc(entry.data))
        + little(UInt32(entry.data.count)) + little(UInt32(entry.data.count)) + little(UInt16(name.count))
      archive += Data([0x50, 0x4b, 3, 4]) + common + little(UInt16(0)) + name + entry.data
      directory +=
        Data([0x50, 0x4b, 1, 2]) + little(UInt16(20)) + common + Data(count: 12) + little(offset) + name
    }
    let end =
      Data([0x50, 0x4b, 5, 6]) + Data(count: 4) + little(UInt16(entries.count))
      + little(UInt16(entries.count))
      + little(UInt32(directory.count)) + little(UInt32(archive.count)) + Data(count: 2)
    return archive + directory + end
  }

  /// A .safetensors file of float64 tensors, or with another header length than its header's.
  package static func safetensors(
    _ tensors: [(name: String, shape: [Int], values: [Double])], headerLength: UInt64? = nil,
    metadata: String? = nil
  ) -> Data {
    var entries = metadata.map { ["\"__metadata__\":\($0)"] } ?? []
    var body = Data()
    for tensor in tensors {
      let data = bytes(tensor.values)
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"F64\",\"shape\":\(tensor.shape),"
          + "\"data_offsets\":[\(body.count),\(body.count + data.count)]}")
      body += data
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    return little(headerLength ?? UInt64(header.count)) + header + body
  }

  /// float64 numbers, little-endian.
  package static func bytes(_ values: [Double]) -> Data {
    values.reduce(into: Data()) { $0 += little($1.bitPattern) }
  }

  private static func little(_ value: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }

  /// CRC-32 as zip uses it, bit by bit.
  private static func crc(_ data: Data) -> UInt32 {
    var crc: UInt32 = 0xffff_ffff
    for byte in data {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xedb8_8320 }
    }
    return ~crc
  }
}
