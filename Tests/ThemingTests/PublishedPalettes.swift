/// The colours that projects have published, to hold our theme files against.
///
/// Colour values are facts; these were read in each project's own files, which the theme files name.
enum PublishedPalettes {
  static let colors: [String: Set<String>] = [
    "dracula": words(
      """
      #282a36 #6272a4 #44475a #f8f8f2 #ff5555 #ffb86c #f1fa8c #50fa7b #8be9fd #bd93f9 #ff79c6
      #353747 #343746 #424450 #21222c #191a21 #ffffff
      """
    ),
    "alucard": words(
      """
      #fffbeb #6c664b #cfcfde #1f1f1f #cb3a2a #a34d14 #846e15 #14710a #036a96 #644ac9 #a3144d
      #e2deca #efeddc #ece9df #dedccf #cecccb #bcbab3 #2c2b31
      """
    ),
    "catppuccin-mocha": words(
      """
      #f5e0dc #f2cdcd #f5c2e7 #cba6f7 #f38ba8 #eba0ac #fab387 #f9e2af #a6e3a1 #94e2d5 #89dceb #74c7ec #89b4fa #b4befe
      #cdd6f4 #bac2de #a6adc8 #9399b2 #7f849c #6c7086 #585b70 #45475a #313244 #1e1e2e #181825 #11111b
      """
    ),
    "catppuccin-latte": words(
      """
      #dc8a78 #dd7878 #ea76cb #8839ef #d20f39 #e64553 #fe640b #df8e1d #40a02b #179299 #04a5e5 #209fb5 #1e66f5 #7287fd
      #4c4f69 #5c5f77 #6c6f85 #7c7f93 #8c8fa1 #9ca0b0 #acb0be #bcc0cc #ccd0da #eff1f5 #e6e9ef #dce0e8
      """
    ),
    "gruvbox-dark": gruvbox,
    "gruvbox-light": gruvbox,
    "nord": words(
      """
      #2e3440 #3b4252 #434c5e #4c566a #d8dee9 #e5e9f0 #eceff4 #8fbcbb #88c0d0 #81a1c1 #5e81ac
      #bf616a #d08770 #ebcb8b #a3be8c #b48ead
      """
    ),
    "solarized-dark": words(
      """
      #002b36 #073642 #586e75 #657b83 #839496 #93a1a1 #eee8d5 #fdf6e3
      #b58900 #cb4b16 #dc322f #d33682 #6c71c4 #268bd2 #2aa198 #859900
      """
    ),
    "colorblind-dark": okabeIto,
    "colorblind-light": okabeIto,
  ]

  private static let gruvbox = words(
    """
    #1d2021 #282828 #32302f #3c3836 #504945 #665c54 #7c6f64 #928374
    #f9f5d7 #fbf1c7 #f2e5bc #ebdbb2 #d5c4a1 #bdae93 #a89984
    #fb4934 #b8bb26 #fabd2f #83a598 #d3869b #8ec07c #fe8019 #cc241d #98971a #d79921 #458588 #b16286 #689d6a #d65d0e
    #9d0006 #79740e #b57614 #076678 #8f3f71 #427b58 #af3a03
    """
  )

  private static let okabeIto = words("#000000 #e69f00 #56b4e9 #009e73 #f0e442 #0072b2 #d55e00 #cc79a7")

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
