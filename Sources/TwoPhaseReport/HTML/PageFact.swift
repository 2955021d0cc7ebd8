/// A named value of a page.
struct PageFact: Sendable {
  let name: String
  let value: String
}
