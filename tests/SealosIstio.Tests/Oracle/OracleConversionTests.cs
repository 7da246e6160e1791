using System.Globalization;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Oracle.Comparison;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Oracle;

/// <summary>
/// The recorded cases, converted with the defaults, judged by the gateway's model and compared with what the real
/// ingress-nginx answered. SEALOSISTIO_ORACLE_REPORT=file writes the whole comparison to a file.
/// </summary>
public sealed class OracleConversionTests(ITestOutputHelper output)
{
    // They only ever go up (and the last only down).
    private const double CorePercent = 92.0;
    private const double AllPercent = 81.7;
    private const int MostUndeclared = 0;

    /// <summary>The comparison, made once for all tests that look at it.</summary>
    internal static Lazy<OracleReport> Report { get; } = new(() => JudgeAll([], PathNormalization.Base));

    /// <summary>The same in a mesh that decodes and merges slashes.</summary>
    internal static Lazy<OracleReport> Normalized { get; } =
        new(() => JudgeAll([NormalizingMesh()], PathNormalization.DecodeAndMergeSlashes));

    [Fact]
    public void The_converted_objects_give_the_recorded_answers_or_a_finding_says_why_not()
    {
        var report = Report.Value;
        var text = report.Print();
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("SEALOSISTIO_ORACLE_REPORT") is { Length: > 0 } path)
            File.WriteAllText(path, text);

        Assert.Equal(802, report.Count);
        AssertAtLeast(CorePercent, 100.0 * report.EqualInCore / report.Core, "requests on core subjects");
        AssertAtLeast(AllPercent, 100.0 * report.Equal / report.Count, "requests");
        Assert.True(report.Undeclared <= MostUndeclared, $"{report.Undeclared} differences have no finding.\n{text}");
    }

    private static void AssertAtLeast(double wanted, double actual, string what) =>
        Assert.True(
            actual >= wanted,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{actual:F1} % of the {what} are answered alike, not {wanted} %."
            )
        );

    private static V1ConfigMap NormalizingMesh() =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "istio", NamespaceProperty = "istio-system" },
            Data = new Dictionary<string, string>
            {
                ["mesh"] = "pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}",
            },
        };

    private static OracleReport JudgeAll(IReadOnlyList<KubernetesObject> besides, PathNormalization normalization)
    {
        var judgements = new List<Judgement>();
        var notes = new List<string> { "", "== what istiod or Envoy refuse of the converted objects ==" };
        var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in OracleCase.Load())
        {
            var result = Convert(item, besides);
            var judge = new GatewayJudge(item, result.Objects, normalization);
            notes.AddRange(judge.Issues.Select(issue => $"{item.Name} {issue}"));
            foreach (var (request, expected) in item.Exchanges)
                judgements.Add(Judge(item, request, expected, judge, result, missing));
        }
        notes.Add("");
        notes.Add("== headers that nginx sets for every backend and the gateway doesn't set alike (requests) ==");
        notes.AddRange(
            missing.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value, 5}  {entry.Key}"))
        );
        return new OracleReport(judgements, notes);
    }

    private static ConversionResult Convert(OracleCase item, IReadOnlyList<KubernetesObject> besides)
    {
        var options = new ConversionOptions();
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var ingresses = item.Objects.OfType<V1Ingress>().Select(classifier.Classify);
        return IngressConverter.Convert(ingresses, ClusterSnapshot.Create([.. item.Objects, .. besides]), options);
    }

    private static Judgement Judge(
        OracleCase item,
        OracleRequest request,
        OracleAnswer expected,
        GatewayJudge judge,
        ConversionResult result,
        SortedDictionary<string, int> missing
    )
    {
        var (decision, answer) = judge.Ask(request);
        var differences = AnswerComparison.Compare(expected, answer, judge.CertificateNames(request, decision));
        foreach (var header in AnswerComparison.ImplicitHeaders(expected, answer))
            missing[header] = missing.GetValueOrDefault(header) + 1;
        var groups = GroupsOf(request, result);
        IReadOnlyList<Finding> findings =
        [
            .. groups.SelectMany(group => group.Findings).Distinct(),
            .. result.RunFindings,
        ];
        var isRefused = groups.Any(group => group.Status == ConversionStatus.Refused);
        return new Judgement(
            item,
            request,
            expected,
            decision,
            differences,
            DifferenceExplanation.Of(
                request.Request,
                expected.Status,
                answer.Status,
                differences,
                findings,
                isRefused,
                isStale: expected.IsConfigRejected
            ),
            findings,
            isRefused
        );
    }

    /// <summary>The host groups that a request concerns: those with its host, else those with a wildcard, else all.</summary>
    private static IReadOnlyList<HostGroupConversion> GroupsOf(OracleRequest request, ConversionResult result)
    {
        var host = (request.Request.Host ?? "").Split(':')[0].ToLowerInvariant();
        var exact = result.Groups.Where(group => group.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)).ToList();
        if (exact.Count > 0)
            return exact;
        var wildcard = result
            .Groups.Where(group =>
                group.Hosts.Any(name =>
                    name.StartsWith('*') && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
                )
            )
            .ToList();
        return wildcard.Count > 0 ? wildcard : result.Groups;
    }
}
