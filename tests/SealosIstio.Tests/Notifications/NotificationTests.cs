using System.Text.Json.Nodes;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Notifications;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollback;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Notifications;

public sealed class NotificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceIdentity Web = new("networking.k8s.io/v1", "Ingress", "ns-a", "web");

    [Fact]
    public void A_complete_rollback_is_a_warning_and_an_incomplete_one_critical()
    {
        var complete = new RollbackReport(
            RollbackMode.Full,
            "uploads fail",
            ["20260601-120000-abcd"],
            4,
            11,
            [],
            [],
            [],
            TimeSpan.FromSeconds(1.26)
        );
        var incomplete = complete with
        {
            Problems =
            [
                .. Enumerable
                    .Range(1, 7)
                    .Select(number => new ApplyResult(Web, ApplyAction.Failed, $"refused {number}", null, false)),
            ],
        };

        var good = NotificationContent.Of(complete);
        Assert.Equal(NotificationSeverity.Warning, good.Severity);
        Assert.Equal("Rollback Full of 20260601-120000-abcd is complete", good.Subject);
        Assert.Contains("uploads fail", good.Text, StringComparison.Ordinal);
        Assert.Contains(new("Restored", "4"), good.Facts);
        Assert.Contains(new("Elapsed", "1.3 s"), good.Facts);
        var bad = NotificationContent.Of(incomplete);
        Assert.Equal(NotificationSeverity.Critical, bad.Severity);
        Assert.Contains("refused 5", bad.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("refused 6", bad.Text, StringComparison.Ordinal);
        Assert.EndsWith("- 2 more", bad.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cutover_says_its_phase_and_its_problems()
    {
        var run = new CutoverRun { Id = "20260601-120000-abcd", Phase = CutoverPhase.Completed };
        var problem = new CutoverProblem(CutoverStep.Validate, Web, "differs");

        var good = NotificationContent.Of(new CutoverReport(run, [], []));
        var bad = NotificationContent.Of(
            new CutoverReport(
                run,
                [new CutoverStepResult(CutoverStep.Validate, CutoverStepState.Incomplete, 3, [problem], TimeSpan.Zero)],
                []
            )
        );

        Assert.Equal(
            (NotificationSeverity.Info, "Cutover 20260601-120000-abcd is Completed"),
            (good.Severity, good.Subject)
        );
        Assert.Equal(NotificationSeverity.Warning, bad.Severity);
        Assert.Contains("Ingress ns-a/web: differs", bad.Text, StringComparison.Ordinal);
        Assert.Contains(new("Done", "3"), bad.Facts);
    }

    [Theory]
    [InlineData(CheckStatus.Pass, NotificationSeverity.Info)]
    [InlineData(CheckStatus.Warn, NotificationSeverity.Warning)]
    [InlineData(CheckStatus.Fail, NotificationSeverity.Critical)]
    public void A_check_is_as_urgent_as_it_came_out(CheckStatus status, NotificationSeverity expected) =>
        Assert.Equal(
            expected,
            NotificationContent.Of(new SealosCheckResult("Rollback", "Marks", "run", status, "none", "one")).Severity
        );

    [Fact]
    public void A_text_has_its_first_line_as_subject()
    {
        var content = NotificationContent.Of("DNS has moved\r\nto 203.0.113.7");

        Assert.Equal(("DNS has moved", "DNS has moved\r\nto 203.0.113.7"), (content.Subject, content.Text));
        Assert.Equal(101, NotificationContent.Of(new string('x', 500)).Subject.Length);
    }

    [Fact]
    public void The_file_gets_one_line_of_JSON_each()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "told.jsonl");

        NotificationFile.Append(path, Make("first", "one\nline \"two\" ünd 漢"));
        NotificationFile.Append(path, Make("second", ""));

        var lines = File.ReadAllText(path).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        var first = JsonNode.Parse(lines[0])!;
        Assert.Equal("one\nline \"two\" ünd 漢", first["text"]!.GetValue<string>());
        Assert.Equal("first", first["subject"]!.GetValue<string>());
        Assert.Equal("Critical", first["severity"]!.GetValue<string>());
        Assert.Equal("2026-06-01T12:00:00.0000000Z", first["time"]!.GetValue<string>());
        Assert.Equal("#oncall", first["contact"]!.GetValue<string>());
        Assert.Equal("prod", first["cluster"]!.GetValue<string>());
        Assert.Equal("4", first["facts"]!["Restored"]!.GetValue<string>());
    }

    [Fact]
    public void Slack_gets_text_that_can_name_nobody_and_within_its_bounds()
    {
        var message = JsonNode.Parse(
            NotificationJson.ToSlack(
                Make($"<!channel> & \n{new string('s', 300)}", $"<@U123> {new string('&', 4000)}") with
                {
                    Facts = [.. Enumerable.Range(0, 23).Select(n => KeyValuePair.Create($"F{n}", $"<{n}>"))],
                }
            )
        )!;

        var text = message["text"]!.GetValue<string>();
        Assert.StartsWith(":rotating_light: Critical: &lt;!channel&gt; &amp;", text, StringComparison.Ordinal);
        var blocks = message["blocks"]!.AsArray();
        var header = blocks[0]!["text"]!;
        Assert.Equal("plain_text", header["type"]!.GetValue<string>());
        Assert.Equal(150, header["text"]!.GetValue<string>().Length);
        Assert.DoesNotContain('\n', header["text"]!.GetValue<string>());
        var body = blocks[1]!["text"]!["text"]!.GetValue<string>();
        Assert.InRange(body.Length, 1000, 3000);
        Assert.Contains("&lt;@U123&gt;", body, StringComparison.Ordinal);
        Assert.DoesNotContain('<', body);
        Assert.Matches("^[^&]*(&(amp|lt|gt);[^&]*)*$", body);
        var fields = blocks.Skip(2).Select(block => block!["fields"]!.AsArray().Count).ToList();
        Assert.Equal([10, 10, 5], fields);
        Assert.Contains("Contact: #oncall", message.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_text_Slack_gets_no_empty_section() =>
        Assert.Single(
            JsonNode.Parse(NotificationJson.ToSlack(new Notification("s", NotificationSeverity.Info, "", Now)))![
                "blocks"
            ]!.AsArray()
        );

    [Theory]
    [InlineData("https://hooks.test/services/T0/canary", false)]
    [InlineData("http://127.0.0.1:8080/canary", false)]
    [InlineData("http://localhost/canary", false)]
    [InlineData("http://hooks.test/canary", true)]
    public void Addresses_that_will_do(string text, bool allowHttp) =>
        Assert.Equal(text, WebhookAddress.Parse($" {text}\n", "-WebhookUri", allowHttp).OriginalString);

    [Theory]
    [InlineData("http://hooks.test/canary", "hooks.test")]
    [InlineData("https://canary:x@hooks.test/", "hooks.test")]
    [InlineData("ftp://hooks.test/canary", "absolute https")]
    [InlineData("hooks.test/canary", "absolute https")]
    [InlineData("/canary", "absolute https")]
    [InlineData("https:///canary", "absolute https")]
    [InlineData("", "absolute https")]
    public void Other_addresses_are_refused_and_not_repeated(string text, string expected)
    {
        var exception = Assert.Throws<ResourceException>(() => WebhookAddress.Parse(text, "-WebhookUri", false));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("-WebhookUri", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exception.ToString() + exception.Advice, StringComparison.Ordinal);
    }

    private static Notification Make(string subject, string text) =>
        new(subject, NotificationSeverity.Critical, text, Now)
        {
            Contact = "#oncall",
            Cluster = "prod",
            Facts = [new("Restored", "4")],
        };
}
