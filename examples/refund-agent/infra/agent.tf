module "agent" {
  source      = "../modules/app"
  name        = "refund-agent"
  replicas    = 2
  eur_per_day = 150
  flags       = ["refund-agent.enabled", "refund-agent.tools"]
  accounts    = ["svc-refund-read", "svc-refund-write"]
}
