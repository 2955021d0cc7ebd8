/// What the random numbers of this module's runs are for, see `NormalStream`. The values are part of what makes a seed
/// reproducible and never change.
enum NetworkPurpose: UInt32 {
  case deepStudent = 120
  case deepTeacher = 121
  case deepTraining = 122
  case deepMeasurement = 123
  case activationStudent = 125
  case activationTeacher = 126
  case activationDirection = 127
  case activationTraining = 128
  case activationMeasurement = 129
  case activationResidual = 130
}
