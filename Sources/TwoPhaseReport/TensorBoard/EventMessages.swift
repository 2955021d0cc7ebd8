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

/// The parts of `Summary.Value` for one scalar that never change: all but the eight bytes of the number.
struct ScalarMessage {
  /// Tag and the tensor up to its number: dtype DT_DOUBLE, shape of no dimensions, one double_val.
  private let fields: [UInt8]
  /// `SummaryMetadata`, which readers need once in a file.
  private let metadata: [UInt8]

  init(name: String, description: String) {
    // TensorProto, 14 bytes: dtype DT_DOUBLE, tensor_shape of no dimensions, double_val packed.
    fields = WireBytes.message {
      $0.text(1, name)
      $0.append([8 << 3 | 2, 14, 1 << 3, 2, 2 << 3 | 2, 0, 6 << 3 | 2, 8])
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
  func write(_ value: Double, withMetadata: Bool, to summary: inout WireBytes) {
    summary.varint(1 << 3 | 2)
    summary.varint(UInt64(fields.count + 8 + (withMetadata ? metadata.count : 0)))
    summary.append(fields)
    summary.fixed64(value.bitPattern)
    if withMetadata { summary.append(metadata) }
  }
}
