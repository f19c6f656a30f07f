package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestManPage: nothing that a command says is taken for a request, or loses a sign.
func TestManPage(t *testing.T) {
	root := &cobra.Command{Use: "heed"}
	root.PersistentFlags().String("color", "auto", "colours")
	c := &cobra.Command{
		Use:   "dot FILE [flags]",
		Short: "Say a dot's name",
		Long: `.profile is a file.
.TH is none.
'quoted' is not.

  a\b  --keep-it ^2 ~ ` + "`x`" + `

A table:
  a   1
  bb  2
and after it.

#### Else:

	tab`,
		Example: "  heed dot .x \\\n      '*'",
		Run:     func(*cobra.Command, []string) {},
	}
	c.Flags().StringP("to-do", "t", "", "what to do")
	c.Flags().Int("steps", 3, "how many")
	c.Flags().Int("head", -1, "which (default: each)")
	c.Flags().String("serve", "", "page at `ADDR`")
	c.Flags().Lookup("serve").NoOptDefVal = "here"
	c.Flags().Bool("secret", false, "nothing")
	if err := c.Flags().MarkHidden("secret"); err != nil {
		t.Fatal(err)
	}
	root.AddCommand(c)
	_, got, _ := strings.Cut(manPage(c), "\n.SH NAME\n")
	want := `heed\-dot \- Say a dot\(aqs name
.SH SYNOPSIS
\fBheed dot\fR FILE [flags]
.SH DESCRIPTION
\&.profile is a file.
\&.TH is none.
\(aqquoted\(aq is not.
.PP
.EX
  a\(rsb  \-\-keep\-it \(ha2 \(ti \(gax\(ga
.EE
.PP
A table:
.EX
  a   1
  bb  2
.EE
and after it.
.SS Else:
.EX
  tab
.EE
.SH OPTIONS
.TP
\fB\-\-head\fR \fIint\fR
which (default: each)
.TP
\fB\-h\fR, \fB\-\-help\fR
help for dot
.TP
\fB\-\-serve\fR[=\fIADDR\fR]
page at ADDR (without one here)
.TP
\fB\-\-steps\fR \fIint\fR
how many (default 3)
.TP
\fB\-t\fR, \fB\-\-to\-do\fR \fIstring\fR
what to do
.SH OPTIONS INHERITED FROM PARENT COMMANDS
.TP
\fB\-\-color\fR \fIstring\fR
colours (default "auto")
.SH EXAMPLES
.EX
  heed dot .x \(rs
      \(aq*\(aq
.EE
.SH SEE ALSO
\fBheed\fR(1)
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
