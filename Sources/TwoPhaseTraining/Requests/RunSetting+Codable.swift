import TwoPhaseTheory

extension RunSetting: Codable {
  private enum CodingKeys: String, CodingKey {
    case slope, readout, identityMapping, dimension, studentSpectralNorm, teacherSpectralNorm, resolved, dwell
  }

  /// The setting again, its constants from what was given.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      network: try Network(
        slope: values.decode(Double.self, forKey: .slope),
        readout: values.decode(Readout.self, forKey: .readout),
        identityMapping: values.decode(Bool.self, forKey: .identityMapping)),
      dimension: values.decode(Int.self, forKey: .dimension),
      studentSpectralNorm: values.decode(Double.self, forKey: .studentSpectralNorm),
      teacherSpectralNorm: values.decode(Double.self, forKey: .teacherSpectralNorm),
      resolved: values.decode(ResolvedConstants.self, forKey: .resolved),
      dwell: values.decode(Int.self, forKey: .dwell))
  }

  /// What the setting follows from.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(network.slope, forKey: .slope)
    try values.encode(network.readout, forKey: .readout)
    try values.encode(network.identityMapping, forKey: .identityMapping)
    try values.encode(dimension, forKey: .dimension)
    try values.encode(studentSpectralNorm, forKey: .studentSpectralNorm)
    try values.encode(teacherSpectralNorm, forKey: .teacherSpectralNorm)
    try values.encode(resolved, forKey: .resolved)
    try values.encode(thresholds.dwell, forKey: .dwell)
  }
}
