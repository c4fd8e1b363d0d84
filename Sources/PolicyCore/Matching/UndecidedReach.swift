import Languages
import Patterns
package import Policies

extension ReachQuestion {
  /// Why it is undecided of a policy whether it lets in what is named, as a clause.
  ///
  /// Asks of the pattern alone, and of no search: what was made of an expression for the answer is known still.
  package static func clause(onUndecided fields: PolicyFields) -> String {
    guard let pattern = fields.pattern, !fields.isPatternUncertain else { return "its pattern cannot be read" }
    guard PatternKind(fields.patternType) != nil else { return "its type is not known" }
    do throws(ExpressionFailure) {
      let expression = try RegularExpression(pattern)
      if let (reason, range) = expression.undecided { throw .undecided(reason, range) }
      for isCaseless in [false, true] {
        _ = try LanguageCache.language(of: pattern, .anywhere(caseless: isCaseless))
      }
      return "its expression and what is named are too large to be compared"
    } catch {
      return ExpressionVerdict.clause(error)
    }
  }
}
