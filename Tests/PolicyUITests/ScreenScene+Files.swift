import Policies
import PolicyFiles
import PolicyUI

// MARK: - Files

extension ScreenScene {
  static let files: [ScreenScene] = [
    ScreenScene("import-name") { fixture, cast in
      fixture.press("I")
      fixture.type("~/")
      fixture.press("tab")
      let names = ["~/\(cast.fileName)", "~/partners.csv", "~/partners.old/"]
      fixture.send(.files(.namesListed(FileNames(typed: "~/", names: names))))
      fixture.press("tab", "tab")
    },
    ScreenScene("import-columns") { fixture, cast in
      try fixture.openImport("Value,Action,Severity,Notes\n\(cast.newPattern),Allow,7,\"\(cast.newComment)\"\n")
    },
    ScreenScene("import-list") { fixture, cast in try fixture.openImport("\(cast.newPattern)\nvendor.example\n") },
    ScreenScene("import-mistakes") { fixture, cast in try fixture.openImport(FileSample.rows(cast)) },
    ScreenScene("import-changed") { fixture, cast in
      try fixture.openImport(FileSample.rows(cast))
      fixture.press("j", "j", "j", "j")
    },
    ScreenScene("import-mending") { fixture, cast in
      try fixture.openImport(FileSample.rows(cast))
      fixture.press("j", "enter")
    },
    ScreenScene("import-mended") { fixture, cast in
      try fixture.openImport(FileSample.rows(cast))
      fixture.press("enter", "enter")
      try fixture.answerFiles("")
    },
    ScreenScene("import-leave") { fixture, cast in
      try fixture.openImport(FileSample.rows(cast))
      fixture.press("enter", "enter")
      try fixture.answerFiles("")
      fixture.press("esc")
    },
    ScreenScene("export-name") { fixture, _ in
      fixture.press("E", "enter")
      guard case .files(.export(let request)) = fixture.takeEffects().last else { return }
      fixture.send(.files(.exportExists(request)))
    },
  ]
}

extension FileSample {
  /// The same rows, with the policies and words of a cast.
  static func rows(_ cast: ScreenCast) -> String {
    func field(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
    let policy = cast.policies[4].fields
    let changed = "\(field(policy.pattern ?? "")),\(policy.patternType?.rawValue ?? ""),\(policy.isRegex ?? false)"
    return header + """
      new@vendor.example,EMAIL,false,true,false,false,true,\(field(cast.newComment))
      \(changed),true,true,false,false,\(field(cast.reason))
      typo@vendor.example,EMIAL,false,true,false,false,true,\(field(cast.editedComment))
      odd@vendor.example,EMAIL,false,ture,false,false,true,SEC-3
      vendor.example,DOMAIN,false,true

      """
  }
}
