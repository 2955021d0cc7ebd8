import Foundation

/// The bytes of a .npy file with any header text, unpadded unless it carries its own padding.
func npyFile(
  _ header: String, body: [UInt8] = [], version: (UInt8, UInt8) = (1, 0), length: Int? = nil
) -> Data {
  var data = Data([0x93] + Array("NUMPY".utf8) + [version.0, version.1])
  let length = length ?? header.utf8.count
  for k in 0..<(version.0 == 1 ? 2 : 4) { data.append(UInt8(length >> (8 * k) & 0xff)) }
  return data + Data(header.utf8) + Data(body)
}

/// A file with the given entries, written as Python literals, and 8 bytes for each of `count` numbers.
func npyFile(descr: String = "'<f8'", order: String = "False", shape: String, count: Int = 0) -> Data {
  npyFile(
    "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }\n",
    body: [UInt8](repeating: 0, count: 8 * count))
}
