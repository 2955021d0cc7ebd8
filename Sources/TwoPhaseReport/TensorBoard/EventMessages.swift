/// The messages of TensorBoard's event.proto, summary.proto and tensor.proto that a run needs.
enum EventMessages {
  /// `Event.file_version`, the first of every file.
  static func version(wallTime: Double) -> [UInt8] {
    WireBytes.message {
      $0.double(1, wallTime)
      $0.text(3, "brain.Event:2")
    }
  }

  /// `Event.session_log` with status START: readers drop what earlier files hold from this step on.
  static func start(wallTime: Double, step: Int) -> [UInt8] {
    WireBytes.message {
      $0.double(1, wallTime)
      $0.integer(2, step)
      $0.message(7) { $0.integer(1, 1) }
    }
  }

  /// A text for the text plugin, which renders Markdown; without a step, readers take it to be 0.
  static func text(_ tag: String, _ markdown: String, wallTime: Double, step: Int?) -> [UInt8] {
    WireBytes.message {
      $0.double(1, wallTime)
      if let step { $0.integer(2, step) }
      $0.message(5) {
        $0.message(1) {
          $0.text(1, tag)
          // TensorProto: dtype DT_STRING, shape of no dimensions, string_val.
          $0.message(8) {
            $0.integer(1, 7)
            $0.message(2) { _ in }
            $0.text(8, markdown)
          }
          // SummaryMetadata: plugin_data, data_class TENSOR.
          $0.message(9) {
            $0.message(1) { $0.text(1, "text") }
            $0.integer(4, 2)
          }
        }
      }
    }
  }
}

/// A scalar of a summary: the parts of `Summary.Value` that never change, all but the four bytes of the number.
///
/// The number is a `simple_value`, single precision. A tensor of type double would keep every bit, but the data server that
/// TensorBoard starts by default shows no such tensors.
struct ScalarMessage {
  /// The tag, and the key of the number.
  private let fields: [UInt8]
  /// `SummaryMetadata`, which readers need once in a file.
  private let metadata: [UInt8]

  init(name: String, description: String) {
    fields = WireBytes.message {
      $0.text(1, name)
      $0.append([2 << 3 | 5])
    }
    metadata = WireBytes.message {
      $0.message(9) {
        $0.message(1) { $0.text(1, "scalars") }
        $0.text(3, description)
        $0.integer(4, 1)
      }
    }
  }

  /// Appends `Summary.value` to a summary.
  func write(_ value: Float, withMetadata: Bool, to summary: inout WireBytes) {
    summary.varint(1 << 3 | 2)
    summary.varint(UInt64(fields.count + 4 + (withMetadata ? metadata.count : 0)))
    summary.append(fields)
    summary.fixed32(value.bitPattern)
    if withMetadata { summary.append(metadata) }
  }
}
