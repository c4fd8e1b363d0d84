/// Asks for a text of one language that none of many others has, without ever uniting the many.
///
/// A union of thousands of languages may need a state for every set of them. Here only those are subtracted that stand in
/// the way of a witness: take a text, look up who else has it, take away what they have, and again.
package enum BoundedDifference {
  /// A text that is in `after` and in none of the languages that `grantedBy` knows; nil if there is none.
  ///
  /// `grantedBy` gives languages that have the text: all of them, or some, and none only if there are none. Throws that it
  /// is undecided where `rounds` or the bounds, which hold for all subtractions together, are not enough.
  package static func search(
    in after: Language,
    rounds: Int = 64,
    within bounds: Bounds = .standard,
    grantedBy: (String) throws(ExpressionFailure) -> [Language]
  ) throws(ExpressionFailure) -> String? {
    var rest = after
    for _ in 0..<rounds {
      guard let text = rest.mailWitness(within: bounds) else { return nil }
      let languages = try grantedBy(text)
      if languages.isEmpty { return text }
      var isSmaller = false
      for language in languages where language.contains(text) {
        rest = try rest.subtracting(language, within: bounds)
        isSmaller = true
        if rest.isEmpty { return nil }
      }
      // A look-up that names languages without the text would go round for ever.
      if !isSmaller { return text }
    }
    throw .undecided(.steps(rounds), nil)
  }
}
