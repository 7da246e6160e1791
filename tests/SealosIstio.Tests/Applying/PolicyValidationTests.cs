using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Tests.Applying;

public sealed class PolicyValidationTests
{
    [Theory]
    [InlineData("action: REFUSE", "spec.action")]
    [InlineData("action: CUSTOM, rules: [{to: [{operation: {hosts: [a.test]}}]}]", "spec.provider.name is missing")]
    [InlineData(
        "action: DENY, provider: {name: p}, rules: [{to: [{operation: {hosts: [a.test]}}]}]",
        "spec.provider: only"
    )]
    [InlineData("action: DENY", "spec.rules is missing")]
    [InlineData("action: DENY, rules: [{from: []}]", "spec.rules[0].from is empty")]
    [InlineData("action: DENY, rules: [{to: []}]", "spec.rules[0].to is empty")]
    [InlineData("action: DENY, rules: [{to: [{operation: {}}]}]", "spec.rules[0].to[0].operation is empty")]
    [InlineData("action: DENY, rules: [{from: [{}]}]", "spec.rules[0].from[0].source is empty")]
    [InlineData("action: DENY, rules: [{to: [{operation: {hosts: ['']}}]}]", "hosts[0] is empty")]
    [InlineData(
        "action: DENY, rules: [{from: [{source: {notIpBlocks: [10.0.0.0/40]}}]}]",
        "notIpBlocks[0]: '10.0.0.0/40' is no address"
    )]
    [InlineData("action: DENY, rules: [{to: [{operation: {ports: [http]}}]}]", "ports[0]: 'http' is no port")]
    [InlineData("action: DENY, rules: [{when: [{values: [x]}]}]", "when[0].key is missing")]
    [InlineData("action: DENY, rules: [{when: [{key: source.ip}]}]", "when[0]: one of values and notValues")]
    [InlineData("selector: {matchLabels: {a: b}}, targetRefs: [{kind: Gateway, name: x}]", "exclude each other")]
    public void Names_what_is_wrong(string spec, string problem) =>
        Assert.Contains(PolicyValidation.Check(Spec(spec)), text => text.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("{}")]
    [InlineData("action: ALLOW, rules: [{}]")]
    [InlineData(
        "action: DENY, rules: [{from: [{source: {notIpBlocks: [10.0.0.0/8, '::/0', 192.0.2.1]}}], to: [{operation: {hosts: [a.test, 'a.test:*'], notPaths: [/x/*], ports: ['8443']}}]}]"
    )]
    [InlineData(
        "action: CUSTOM, provider: {name: p}, rules: [{when: [{key: 'request.headers[origin]', notValues: ['*']}]}]"
    )]
    public void Takes_what_istiod_takes(string spec) => Assert.Empty(PolicyValidation.Check(Spec(spec)));

    private static AuthorizationPolicySpec? Spec(string fields) =>
        (
            (AuthorizationPolicy)
                KubernetesYaml
                    .Load(
                        "apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata: {name: policy, namespace: ns-a}\nspec: "
                            + (fields == "{}" ? "{}" : $"{{{fields}}}"),
                        "test.yaml"
                    )
                    .Single()
                    .Object!
        ).Spec;
}
